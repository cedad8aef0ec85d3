"""Enrols a photo, verifies and identifies the person of another one, and watches the events. Python 3.9, nothing to install.

Run: DESK_KEY=fdk_... python3 examples/desk.py http://127.0.0.1:8000 B21CS042 enrolment.jpg camera.jpg
"""

import base64
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid

URL, SUBJECT_ID, ENROLMENT, CAMERA = sys.argv[1:5]


class Refused(Exception):
    """An answer of 400 or above; its problem document has code, detail and more."""

    def __init__(self, problem):
        super().__init__(f"{problem['detail']} [{problem['code']}, request {problem['requestId']}]")
        self.code = problem["code"]


def call(method, path, body=None, stream=False, headers=None):
    request = urllib.request.Request(f"{URL}/v1/{path}", method=method, headers=headers or {})
    request.add_header("Authorization", f"Bearer {os.environ.get('DESK_KEY', '')}")
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
        # Sent again with the same key, a request is answered as it was the first time, and done once.
        request.add_header("Idempotency-Key", str(uuid.uuid4()))
    try:
        response = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        raise Refused(json.load(error)) from None
    return response if stream else json.load(response)


def photo(path):
    with open(path, "rb") as file:
        return base64.b64encode(file.read()).decode()


def events_after(event_id):
    """Events as they happen. A program that watches for good opens this anew, behind its last event, when it ends."""
    with call("GET", "events/stream", stream=True, headers={"Last-Event-ID": event_id}) as lines:
        for line in lines:
            if line.startswith(b"data: "):
                yield json.loads(line[len(b"data: "):])


try:
    newest = call("GET", "events?limit=1")["items"]
    try:
        call("POST", "subjects", {"id": SUBJECT_ID, "photos": [photo(ENROLMENT)]})
        print(f"{SUBJECT_ID}: enrolled")
    except Refused as refusal:
        if refusal.code != "subject_already_exists":
            raise
        print(f"{SUBJECT_ID}: enrolled before")

    verdict = call("POST", "verifications", {"id": SUBJECT_ID, "photos": [photo(CAMERA)]})
    print(f"Is this {SUBJECT_ID}? {'Yes.' if verdict['outcome'] == 'match' else 'No.'}")

    found = [one for one in call("POST", "identifications", {"photo": photo(CAMERA)})["candidates"] if one["passes"]]
    print(f"Who is it? {found[0]['subject']['id'] if found else 'Nobody who is enrolled.'}")

    for event in events_after(newest[0]["id"] if newest else "0"):
        print(f"event: {event['kind']} {event.get('outcome', '')}".rstrip())
        if event["kind"] == "identification.decided":
            break
except Refused as refusal:
    sys.exit(str(refusal))
