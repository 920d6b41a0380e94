#!/bin/sh
# with-postgres.sh COMMAND...: runs a command beside a throw-away PostgreSQL 15
# that listens on a socket only; ZABOTA_TEST_PG is its address.  The server and
# its folder are gone afterwards, whatever happens.  It is quick and forgetful;
# with ZABOTA_PG_DURABLE set it keeps what it has acknowledged, on a real disk.
set -eu
bin=/usr/lib/postgresql/15/bin
[ -x $bin/initdb ] || {
	echo "with-postgres: no $bin/initdb; see packaging/debian-packages.txt" >&2
	exit 1
}
place=/tmp
[ -z "${ZABOTA_PG_DURABLE:-}" ] || place=/var/tmp
folder=$(mktemp -d $place/zabota-pg-XXXXXX)
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
	chown postgres "$folder"
	as="runuser -u postgres --"
else
	as=""
fi
end() {
	$as $bin/pg_ctl -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cd "$folder"
$as $bin/initdb -D "$folder/data" -U zabota -A trust -E UTF8 --locale=C.UTF-8 \
	--no-sync >"$folder/initdb.log" 2>&1 || {
	cat "$folder/initdb.log" >&2
	exit 1
}
$as sh -c "cat >>$folder/data/postgresql.conf" <<TEXT
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 200
log_min_messages = fatal
TEXT
[ -n "${ZABOTA_PG_DURABLE:-}" ] ||
	$as sh -c "cat >>$folder/data/postgresql.conf" <<TEXT
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
TEXT
$as $bin/pg_ctl -D "$folder/data" -l "$folder/server.log" -w start >/dev/null || {
	cat "$folder/server.log" >&2
	exit 1
}
cd "$OLDPWD"
ZABOTA_TEST_PG="postgresql:host=$folder user=zabota dbname=postgres"
export ZABOTA_TEST_PG
"$@"
