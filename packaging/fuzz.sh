#!/bin/sh
# fuzz.sh - runs fuzz targets (built by ./dev) and keeps the count of their runs.
#
#    fuzz.sh run TARGET SECONDS [RUNS]  one target
#    fuzz.sh fill RUNS [SECONDS]        all targets up to RUNS clean runs each,
#                                       two at a time, on idle time only,
#                                       SECONDS (120) a turn
#    fuzz.sh total                      counts what ran into fuzz/totals.tsv
#    fuzz.sh keep TARGET                makes fuzz/corpus/TARGET the smallest
#                                       set of inputs that reaches all
#
# fuzz/totals.tsv: target, longest input in bytes, clean runs since the last
# finding was mended, findings ever.  A target with a file in
# build-fuzz/found/TARGET is not run: the input belongs into
# fuzz/corpus/TARGET, and its cause mended.
set -eu
cd "$(dirname "$0")/.."
totals=fuzz/totals.tsv made=build-fuzz ran=build-fuzz/ran.tsv
mkdir -p $made/corpus $made/found $made/log $made/busy
touch $ran
# Memory that a run gave back soon serves again: a small quarantine stays cached.
export ASAN_OPTIONS=quarantine_size_mb=8

# The table with the runs since it was last written added, on standard output.
counted() {
	awk -F'\t' -v OFS='\t' '
		FILENAME == ARGV[1] && /^#/ { print; next }
		FILENAME == ARGV[1] {
			order[++n] = $1; len[$1] = $2; runs[$1] = $3; found[$1] = $4
			next
		}
		$1 in len && $3 { runs[$1] = 0; found[$1]++ }
		$1 in len && !$3 { runs[$1] += $2 }
		END {
			for (i = 1; i <= n; i++) {
				t = order[i]
				print t, len[t], runs[t], found[t]
			}
		}' $totals $ran
}

# An input counts as a hang after minutes: on a busy machine idle time may not
# come for one.
run() {
	target=$1 seconds=$2 runs=${3:--1} found=0
	len=$(awk -F'\t' -v t="$target" '$1 == t { print $2 }' $totals)
	mkdir -p "$made/corpus/$target" "$made/found/$target" \
		"fuzz/corpus/$target"
	"$made/fuzz/fuzz-$target" -max_total_time="$seconds" -runs="$runs" \
		-max_len="${len:?no such target in $totals}" -timeout=300 \
		-report_slow_units=300 -rss_limit_mb=2048 -reload=0 \
		-print_final_stats=1 -entropic=0 \
		-artifact_prefix="$made/found/$target/" \
		"$made/corpus/$target" "fuzz/corpus/$target" \
		2>"$made/log/$target" || true
	n=$(sed -n 's/^stat::number_of_executed_units: *//p' \
		"$made/log/$target")
	if [ -z "$n" ]; then
		tail -n 5 "$made/log/$target" >&2
		return 98 # it did not even run, or was killed
	fi
	[ -z "$(ls "$made/found/$target")" ] || found=1
	printf '%s\t%s\t%s\n' "$target" "$n" "$found" >>$ran
	[ "$found" = 0 ] || tail -n 40 "$made/log/$target" >&2
	echo "$target: $n runs, $found findings"
	return "$found"
}

# The targets that want runs and what they want, most first: a fast one that is
# nearly there is brought home before a slow one begins.
wanting() {
	counted | awk -F'\t' -v goal="$1" \
		'!/^#/ && $3 < goal { print $1, goal - $3 }' | sort -nk2 |
		while read -r target left; do
			[ -n "$(ls "$made/found/$target" 2>/dev/null)" ] ||
				echo "$target" "$left"
		done
}

# turn RUNS SECONDS: runs the first target that no one else runs; 99: there is
# none.
turn() {
	wanting "$1" | {
		while read -r target left; do
			status=0
			chrt -i 0 flock -n -E 99 "$made/busy/$target" \
				packaging/fuzz.sh run "$target" "$2" "$left" \
				</dev/null || status=$?
			[ "$status" -ge 98 ] || return 0
		done
		return 99
	}
}

# Two workers, for the machine that this is counted on has two cores.
fill() {
	for _ in 1 2; do
		while turn "$1" "${2:-120}"; do :; done &
	done
	wait
}

total() {
	counted >$made/totals.tsv
	cp $made/totals.tsv $totals
	: >$ran
	cat $totals
}

# Every branch once, not every count of it: hundreds of files would say little
# more.  What was named by hand stays: seeds, and what found a finding.
keep() {
	target=$1
	len=$(awk -F'\t' -v t="$target" '$1 == t { print $2 }' $totals)
	small=$(mktemp -d)
	mkdir -p "fuzz/corpus/$target"
	"$made/fuzz/fuzz-$target" -merge=1 -use_counters=0 -max_len="$len" \
		"$small" \
		"fuzz/corpus/$target" "$made/corpus/$target" 2>/dev/null
	find "fuzz/corpus/$target" -regextype egrep -regex '.*/[0-9a-f]{40}' \
		-delete
	cp "$small"/* "fuzz/corpus/$target"
	rm -rf "$small"
	du -sh "fuzz/corpus/$target"
}

"$@"
