#!/usr/bin/env bash
# Enrols a photo, verifies and identifies the person of another one, and lists the events, with nothing but curl.
# Run: DESK_KEY=fdk_… examples/desk.sh http://127.0.0.1:8000 B21CS042 enrolment.jpg camera.jpg
set -euo pipefail
url=$1 id=$2 enrolment=$3 camera=$4

# Prints the answer; a refusal too, which is a JSON document with "code" and "detail", and ends the script.
call() {
  local path=$1
  shift
  curl --silent --show-error --fail-with-body --retry 3 -H "Authorization: Bearer ${DESK_KEY:-}" "$url/v1/$path" "$@"
  echo
}

# With an Idempotency-Key, curl may send it again when the service is busy: it is done once.
key() { echo "Idempotency-Key: $(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')"; }

call subjects -H "$(key)" -F "id=$id" -F "photos=@$enrolment" -F 'metadata={"department":"chemistry"}'
call verifications -H "$(key)" -F "id=$id" -F "photos=@$camera"
call identifications -F "photo=@$camera" -F limit=3
call 'events?limit=3'
