#!/usr/bin/env bash
# Fetches the database servers that tests need, MariaDB and PostgreSQL, as Debian packages and unpacks them into
# .cache/test-servers, without installing anything or becoming root. Does nothing for a server that is there already.
# Called by .ci/run; on your own machine only when you call it. Needs Debian or Ubuntu: apt-get and dpkg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

root=$PWD/.cache/test-servers

has() {
  local pattern
  for pattern in "$@"; do
    compgen -G "$pattern" >/dev/null && return 0
  done
  return 1
}

packages=()
command -v mariadbd >/dev/null || has /usr/sbin/mariadbd "$root/usr/sbin/mariadbd" ||
  packages+=(mariadb-server-core mariadb-client-core mariadb-common liburing2 libaio1 libnuma1)
# What dumps a database is a package of its own.
command -v mariadb-dump >/dev/null || has "$root/usr/bin/mariadb-dump" || packages+=(mariadb-client)
command -v postgres >/dev/null || has '/usr/lib/postgresql/*/bin/postgres' "$root/usr/lib/postgresql/*/bin/postgres" ||
  packages+=(postgresql-15 libpq5 libicu72 libxml2 libxslt1.1 libldap-2.5-0 libsasl2-2)
command -v pg_dump >/dev/null || has '/usr/lib/postgresql/*/bin/pg_dump' "$root/usr/lib/postgresql/*/bin/pg_dump" ||
  packages+=(postgresql-client-15)
if [ "${#packages[@]}" = 0 ]; then
  echo 'The servers for the tests are there.'
  exit 0
fi

command -v apt-get >/dev/null && command -v dpkg >/dev/null || {
  echo 'MariaDB or PostgreSQL is missing, and without apt-get and dpkg this script cannot fetch it: install both.' >&2
  exit 1
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fetch() { (cd "$folder" && apt-get download "${packages[@]}"); }
# A list of packages that is out of date names versions that are gone; only root can bring it up to date.
fetch || { [ "$(id -u)" = 0 ] && apt-get update && fetch; }
mkdir -p "$root"
for package in "$folder"/*.deb; do dpkg -x "$package" "$root"; done
# PostgreSQL refuses to run as root, so another user must be able to read it.
chmod -R go+rX "$root"
echo "Unpacked into $root: ${packages[*]}"
