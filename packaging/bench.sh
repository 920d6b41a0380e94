#!/bin/sh
# bench.sh [--json] [--on ENGINE] [NAME...] - `./dev bench` once all is built:
# zabota-bench, and behind it the peers where they are installed (the NAME
# `peers` installs them).  ZABOTA_TEST_PG is the address of a PostgreSQL.
set -eu
folder=$(mktemp -d /var/tmp/zabota-bench-XXXXXX)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

json="" others=0 peers=0 lang=0
for word; do
	case $word in
	--json) json=--json ;;
	peers) peers=1 ;;
	lang) lang=1 others=1 ;;
	*) others=1 ;;
	esac
done
if [ $peers = 1 ] && [ ! -d bench/peers/node_modules ]; then
	npm ci --prefix bench/peers --ignore-scripts --no-audit --no-fund \
		--loglevel=error >&2
fi
# without a name everything runs
[ $others = 1 ] || [ $peers = 1 ] || lang=1
[ $others = 1 ] || [ $peers = 1 ] || [ ! -d bench/peers/node_modules ] || peers=1
if [ $others = 1 ] || [ $# = 0 ] || [ "$*" = --json ]; then
	for word; do
		shift
		[ "$word" = peers ] || set -- "$@" "$word"
	done
	build-release/bench/zabota-bench build-release/zabota "$folder/data" "$@"
fi
[ $peers = 0 ] || node bench/peers/peers.mjs $json
[ $lang = 1 ] && [ -d bench/peers/node_modules ] || exit 0
node bench/peers/lang.mjs $json
[ ! -d bench/peers/node_modules/az ] ||
	node bench/peers/names.mjs $json build-release/zabota
