#!/bin/sh
# embed.sh NAME FILE > C - a file's bytes as `const char NAME[]`, NUL behind.
set -eu
printf '/* Made by packaging/embed.sh from %s. */\n' "$(basename "$2")"
printf 'extern const char %s[];\nconst char %s[] = {\n' "$1" "$1"
od -An -v -td1 "$2" | sed 's/  */,/g; s/^,//; s/$/,/'
printf '0};\n'
