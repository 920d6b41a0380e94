#!/bin/sh
# Checks what the compiler cannot: which room may include which, which calls
# stay in `os`, and that SQL stands only in `store` and `schema`.
set -eu
cd "$(dirname "$0")/.."
bad=0
fail() {
	echo "lint: $1" >&2
	bad=1
}

# room: rooms whose headers it may include (every room may include base).
allowed() {
	case $1 in
	base) echo "" ;;
	os | lang) echo "" ;;
	http | db) echo "os" ;;
	core) echo "lang" ;;
	store) echo "db core os" ;;
	channel | link) echo "http os core" ;;
	app) echo "store channel link core lang os db" ;;
	api) echo "app http core" ;;
	cli) echo "app api lang core os" ;;
	*) echo "UNKNOWN" ;;
	esac
}

for file in $(find src -mindepth 2 -name '*.[ch]' | sort); do
	room=$(echo "$file" | cut -d/ -f2)
	may=" base test $room $(allowed "$room") "
	case $file in *_test.c) may="$may os db core lang store " ;; esac
	for used in $(sed -n 's/^#include "\([a-z_]*\)\/.*/\1/p' "$file" | sort -u); do
		case $may in
		*" $used "*) ;;
		*) fail "$file: room $room may not include $used/" ;;
		esac
	done
	if grep -nE '^#include "[^/"]+"' "$file"; then
		fail "$file: an include must name its room"
	fi
done

# Clock, environment, randomness and sockets belong to os (and to the drivers
# of http); a macro would also catch struct members of these names.
calls='time|clock_gettime|rand|random|getenv|socket|send|recv|sleep|usleep|nanosleep'
for file in $(find src -mindepth 2 -name '*.c' ! -path 'src/os/*' ! -path 'src/http/*' | sort); do
	if grep -nE "(^|[^A-Za-z_.>])($calls)\(" "$file" | grep -vE '^[0-9]+:[[:space:]]*(\*|/\*|//)'; then
		fail "$file: a call that only os may make"
	fi
done

if grep -rnE '"[[:space:]]*(SELECT|INSERT INTO|UPDATE [a-z_.]+ SET|DELETE FROM|CREATE TABLE) ' src \
	--include='*.c' | grep -vE '^src/(store|db)/'; then
	fail "SQL outside store"
fi
if find src -type d | grep -E '/(util|utils|misc|common|helpers)$'; then
	fail "a room without a noun"
fi
# Files: none over 800 lines, no header over 250.
for file in $(find src -name '*.[ch]'); do
	lines=$(wc -l <"$file")
	case $file in
	*.h) max=250 ;;
	*) max=800 ;;
	esac
	[ "$lines" -le "$max" ] || fail "$file: $lines lines, at most $max"
done
exit $bad
