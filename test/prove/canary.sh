#!/bin/sh
# canary.sh [--slice] [--rounds N]: looks for 1,000 names, phones and texts where
# they must not stand, and erases patients; see test/prove/canary.c.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
people=1000
[ -z "$is_slice" ] || people=12

mkdir "$folder/sqlite" "$folder/postgresql"
run $proofs/prove-canary --program "$zabota" --sink $sink \
	--folder "$folder/sqlite" "$@" --rounds $people
# shellcheck disable=SC2016
run packaging/with-postgres.sh sh -c 'at=${ZABOTA_TEST_PG#*host=}
	exec "$@" --db "$ZABOTA_TEST_PG" --files "${at%% *}"' \
	sh $proofs/prove-canary --program "$zabota" --sink $sink \
	--folder "$folder/postgresql" "$@" --rounds $people
closing
