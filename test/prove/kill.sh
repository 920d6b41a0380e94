#!/bin/sh
# kill.sh [--slice] [--rounds N] [--seed N] [--on ENGINE]: kills the server N
# times (1,000) on SQLite and on PostgreSQL; see test/prove/kill.c.
set -eu
# shellcheck source=test/prove/common
. test/prove/common "$@"
rounds=1000
[ -z "$is_slice" ] || rounds=15

mkdir "$folder/sqlite" "$folder/postgresql"
case " $* " in *" --on postgresql "*) ;; *)
	run $proofs/prove-kill --program "$zabota" --sink $sink \
		--folder "$folder/sqlite" "$@" --rounds $rounds
	;;
esac
case " $* " in *" --on sqlite "*) ;; *)
	# shellcheck disable=SC2016
	run packaging/with-postgres.sh sh -c 'exec "$@" --db "$ZABOTA_TEST_PG"' \
		sh $proofs/prove-kill --program "$zabota" --sink $sink \
		--folder "$folder/postgresql" "$@" --rounds $rounds
	;;
esac
closing
