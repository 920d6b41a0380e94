#!/bin/sh
# clock.sh [--slice] [--seed N]: changes of zones by a clock that is a
# parameter, and jumps of the running server's clock; see test/prove/clock.c.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
step=1
[ -z "$is_slice" ] || step=8

mkdir "$folder/zones" "$folder/jumps"
[ -n "$is_slice" ] || run $proofs/prove-clock zones --folder "$folder/zones" "$@"
faketime=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
if [ -n "$faketime" ]; then
	run $proofs/prove-clock jumps --program "$zabota" --sink $sink \
		--folder "$folder/jumps" --faketime "$faketime" --step $step "$@"
else
	skip "a clock that jumps: no libfaketime"
fi
closing
