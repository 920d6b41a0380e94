#!/bin/sh
# torture.sh [--slice] [--on ENGINE] [CASE]: lets every allocation and system call of the
# use cases fail, on SQLite and on PostgreSQL; see test/prove/torture.c.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
if [ -n "$is_slice" ]; then
	run $proofs/prove-torture --sample 8
else
	run packaging/with-postgres.sh $proofs/prove-torture "$@"
fi
closing
