#!/bin/sh
# run.sh ZABOTA FILE... - the rehearsals as a test: a line a dialogue, as the
# unit tests print theirs, so that `./dev test` counts them.
set -eu
zabota=$1
shift
status=0
"$zabota" rehearse "$@" >"${TMPDIR:-/tmp}/zabota-rehearse.$$" || status=$?
sed 's/^ok  /[       OK ]/; s/^MISS/[  FAILED  ]/' \
	"${TMPDIR:-/tmp}/zabota-rehearse.$$"
rm -f "${TMPDIR:-/tmp}/zabota-rehearse.$$"
exit "$status"
