#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which is gone afterwards: tools/with_postgresql.sh make test
#
# The server keeps everything in a temporary folder, listens on loopback at a free port, and is named to the command in
# COMITY_TEST_POSTGRESQL. Debian and Ubuntu: apt install postgresql. Exits as the command does; 3 without a server.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 2; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
initdb=$(command -v "$bin/initdb" || command -v initdb) || { echo "$0: no PostgreSQL is installed here." >&2; exit 3; }
bin=$(dirname "$initdb")

# the server refuses to run as root
as=()
[ "$(id -u)" -ne 0 ] || as=(runuser -u postgres --)

# in memory where there is room: making a database for a test is then a matter of milliseconds
base=${TMPDIR:-/tmp}
room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || true)
[ "${room:-0}" -lt 2000000 ] || base=/dev/shm
folder=$(mktemp -d -p "$base" comity-postgresql.XXXXXX)
stop() {
  [ ! -e "$folder/data/postmaster.pid" ] || (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null) || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

python=$(command -v python3.11 || command -v python3)
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$folder/password"
[ "${#as[@]}" -eq 0 ] || chown -R postgres "$folder"

server() { (cd / && "${as[@]}" "$@"); }
server "$bin/initdb" -D "$folder/data" -A scram-sha-256 -U comity --pwfile="$folder/password" \
  -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 3; }
# nothing here outlives the run, so nothing waits for the disk
cat >>"$folder/data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
shared_buffers = 64MB
CONF

for attempt in 1 2 3 4 5; do
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  # another program may take the port meanwhile
  if server "$bin/pg_ctl" -D "$folder/data" -o "-p $port" -l "$folder/data/log" -t 60 -w start >/dev/null; then break; fi
  [ "$attempt" -lt 5 ] || { cat "$folder/data/log" >&2; exit 3; }
done

export COMITY_TEST_POSTGRESQL="postgresql://comity:$password@127.0.0.1:$port/postgres"
status=0
"$@" || status=$?
exit "$status"
