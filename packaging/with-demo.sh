#!/bin/sh
# with-demo.sh PROGRAM COMMAND...: runs a command beside a demo clinic of its own
# that PROGRAM (a zabota) serves on a free port of 127.0.0.1; ZABOTA_URL is its
# address, ZABOTA_PID its process, ZABOTA_LOG its log; ZABOTA_OPTIONS are further
# words for `zabota serve`.  Server and data are gone afterwards; the log is shown if it failed.
set -eu
start_s=120
program=$1
shift
folder=$(mktemp -d "${TMPDIR:-/tmp}/zabota-demo-XXXXXX")
server=""
end() {
	status=$?
	trap - EXIT
	if [ -n "$server" ]; then
		kill -TERM "$server" 2>/dev/null || true
		wait "$server" || {
			echo "with-demo: the server ended with status $?" >&2
			[ $status != 0 ] || status=1
		}
	fi
	[ $status = 0 ] || tail -n 30 "$folder/log" >&2
	rm -rf "$folder"
	exit $status
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"$program" serve --demo --data "$folder/data" --listen 127.0.0.1:0 \
	--pages ui/dist ${ZABOTA_OPTIONS:-} >"$folder/log" 2>&1 </dev/null &
server=$!
deadline=$(($(date +%s) + start_s))
ZABOTA_URL=""
while [ -z "$ZABOTA_URL" ]; do
	ZABOTA_URL=$(grep -oE 'http://127\.0\.0\.1:[1-9][0-9]*' "$folder/log" |
		head -n 1 || true)
	kill -0 $server 2>/dev/null || {
		echo "with-demo: $program serve --demo did not start" >&2
		server=""
		exit 1
	}
	[ "$(date +%s)" -lt $deadline ] || {
		echo "with-demo: no address after $start_s s" >&2
		exit 1
	}
	[ -n "$ZABOTA_URL" ] || sleep 0.2
done
export ZABOTA_URL ZABOTA_PID=$server ZABOTA_LOG=$folder/log
"$@"
