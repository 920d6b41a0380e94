#!/bin/sh
# help.sh PROGRAM: every command tells its usage on standard output, wherever
# --help stands behind its name.
set -eu
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# asked WORDS...: begins with "usage: zabota" and the first word.
asked() {
	"$program" "$@" --help >"$folder/out" 2>"$folder/err"
	[ ! -s "$folder/err" ]
	read -r line <"$folder/out"
	case $line in "usage: zabota $1"*) ;; *)
		echo "zabota $* --help: $line"
		exit 1
		;;
	esac
}

commands=$("$program" help | sed -n 's/^  \([a-z]*\)  .*/\1/p' |
	grep -vx 'help\|version')
[ "$(echo "$commands" | wc -l)" -gt 10 ]
for command in $commands; do
	asked "$command"
	asked "$command" one --two
done
