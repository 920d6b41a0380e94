#!/bin/sh
# sink.sh PROGRAM: the sink takes, notes, answers late and drops as it says.
set -eu
sink=$1
folder=$(mktemp -d)
trap 'exec 9>&-; rm -rf "$folder"' EXIT
mkfifo "$folder/in" "$folder/out"

# start OPTIONS: its standard input is ours to end it with.
start() {
	"$sink" --ledger "$folder/ledger" "$@" <"$folder/in" >"$folder/out" &
	exec 9>"$folder/in" 8<"$folder/out"
	read -r port <&8
}

# finish TEXT: it ends with its standard input, and says TEXT.
finish() {
	exec 9>&-
	read -r said <&8
	[ "$said" = "$1" ]
	wait
}

# post KEY...: a message each over one connection; prints the answers.
post() {
	set -- $(printf -- '--next -s -m 5 -d {} -H Idempotency-Key:%s %s\n' \
		$(for key; do echo "$key" "http://127.0.0.1:$port/"; done))
	shift
	curl "$@"
}

start
[ "$(post 11 12 13)" = '{"id":"s1"}{"id":"s2"}{"id":"s3"}' ]
finish 'taken 3, of these unanswered 0'

# curl itself would send again over a connection that had served before
start --drop 2
[ "$(post 21)" = '{"id":"s1"}' ]
[ "$(post 22 || echo $?)" = 52 ]
[ "$(post 23)" = '{"id":"s3"}' ]
finish 'taken 3, of these unanswered 1'

start --late 30
before=$(date +%s%N)
[ "$(post 31)" = '{"id":"s1"}' ]
[ $((($(date +%s%N) - before) / 1000000)) -ge 30 ]
finish 'taken 1, of these unanswered 0'

[ "$(tr '\n' ' ' <"$folder/ledger")" = '11 12 13 21 22 23 31 ' ]
