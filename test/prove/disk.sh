#!/bin/sh
# disk.sh [--slice] [--seed N]: a disk of 64 MB that is full, then one whose
# fsync fails; see test/prove/disk.c.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
times_full=20 times_failed=40
[ -z "$is_slice" ] || times_full=2 times_failed=6
clean_up() { umount "$folder/small" 2>/dev/null || true; }

mkdir "$folder/full" "$folder/small" "$folder/fsync"
if mount -t tmpfs -o size=64m,mode=700 tmpfs "$folder/small" 2>/dev/null; then
	run $proofs/prove-disk full --program "$zabota" --sink $sink \
		--folder "$folder/full" --data "$folder/small" \
		"$@" --rounds $times_full
else
	skip "a full disk: no tmpfs can be mounted here"
fi
if strace -f -o /dev/null -e inject=fsync:error=EIO true 2>/dev/null; then
	run $proofs/prove-disk fsync --program "$zabota" --sink $sink \
		--folder "$folder/fsync" --data "$folder/fsync/data" \
		"$@" --rounds $times_failed
else
	skip "an fsync that fails: strace cannot trace here"
fi
closing
