#!/bin/sh
# The command `zabota slots` as a shell sees it: order, errors, statuses.
# Usage: command.sh PATH-OF-ZABOTA
set -u
zabota=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
bad=0

# expect NAME STATUS: compares $dir/out with $dir/want and the exit status.
expect() {
	if [ "$status" != "$2" ] || ! cmp -s "$dir/out" "$dir/want"; then
		echo "$1: status $status, wanted $2" >&2
		diff "$dir/want" "$dir/out" | cut -c1-200 >&2
		bad=1
	fi
}
run() {
	"$zabota" slots "$@" >"$dir/out" 2>"$dir/err"
	status=$?
}

good='{"id":%s,"kind":"intersect","lists":[]}\n'
answer='{"id":%s,"ranges":[]}\n'

# Bad cases stay in their place; the others are answered.
# shellcheck disable=SC2059
{
	printf "$good" 1
	printf '{"colour":1}\n\n   \r\n{"kind"\n'
	printf "$good" '"x"'
} >"$dir/in"
run <"$dir/in"
sed -i 's/"error":"[^"]*json[^"]*"/"error":"json"/' "$dir/out"
# shellcheck disable=SC2059
{
	printf "$answer" 1
	printf '{"error":"colour: unknown key"}\n{"error":"json"}\n'
	printf "$answer" '"x"'
} >"$dir/want"
expect "bad cases" 1

# A last line without its end counts; nothing asked, nothing answered.
printf '{"ranges":[]}\n' >"$dir/want"
printf '{"kind":"intersect","lists":[]}' >"$dir/in"
run <"$dir/in"
expect "no line end" 0
: >"$dir/want"
run </dev/null
expect "empty input" 0

# A line over the limit is one bad case, not many, and not the end.
{
	head -c 3000000 /dev/zero | tr '\0' ' '
	printf '{}\n{"kind":"intersect","lists":[]}\n'
} >"$dir/in"
run <"$dir/in"
[ "$(wc -l <"$dir/out")" = 2 ] && tail -1 "$dir/out" >"$dir/last"
mv "$dir/last" "$dir/out"
printf '{"ranges":[]}\n' >"$dir/want"
expect "a long line" 1

# Arguments.
: >"$dir/want"
run --explain </dev/null
expect "explain without a time" 2
run --explain tomorrow </dev/null
expect "explain a word" 2
run --nonsense </dev/null
expect "an unknown option" 2

# A full disk is not success.
"$zabota" slots <"$dir/in" >/dev/full 2>"$dir/err"
[ $? = 1 ] && grep -q 'cannot write' "$dir/err" || {
	echo "a full disk went unnoticed" >&2
	bad=1
}

# The table of commands.
"$zabota" slosts >/dev/null 2>"$dir/err"
[ $? = 2 ] && grep -q 'did you mean "slots"' "$dir/err" || {
	echo "no hint for a mistyped command" >&2
	bad=1
}
"$zabota" xyzzyxyzzy >/dev/null 2>"$dir/err"
if [ $? != 2 ] || grep -q 'did you mean' "$dir/err"; then
	echo "a hint for nonsense" >&2
	bad=1
fi
"$zabota" help | grep -q '^  slots ' || {
	echo "help does not list slots" >&2
	bad=1
}
exit $bad
