#!/bin/sh
# power.sh [--slice] [--rounds N] [--seed N]: cuts the power N times (200), and
# 20 times that of a program that does not wait for the disk; see
# test/prove/power.c.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
cuts=200 careless_cuts=20
[ -z "$is_slice" ] || { cuts=8 careless_cuts=4; }

unmount() {
	for at in cut ext4 xfs; do
		umount "$folder/$at" 2>/dev/null || true
	done
}
clean_up() { unmount; }

# A disk in a file, the file on a file system that copies by reference.
make_disk() {
	mkdir -p "$folder/xfs" "$folder/ext4" "$folder/cut"
	truncate -s 2G "$folder/disk.xfs" &&
		mkfs.xfs -q -f -m reflink=1 "$folder/disk.xfs" &&
		mount -o loop "$folder/disk.xfs" "$folder/xfs" &&
		truncate -s 400M "$folder/xfs/disk.img" &&
		mkfs.ext4 -q "$folder/xfs/disk.img" &&
		mount -o loop "$folder/xfs/disk.img" "$folder/ext4"
}

if ! why=$(make_disk 2>&1); then
	skip "no disk in a file can be mounted here ($why)"
	closing
	exit
fi
run $proofs/prove-power --program "$zabota" --folder "$folder" \
	"$@" --rounds $cuts
unmount
rm -f "$folder/disk.xfs" "$folder/ledger"
make_disk
run $proofs/prove-power --program "$zabota" --folder "$folder" \
	--careless "$PWD/$proofs/libprove-careless.so" \
	--rounds $careless_cuts "$@"
closing
