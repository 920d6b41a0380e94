#!/bin/sh
# embed-schema.sh OUTPUT MAIN.sql... -- VAULT.sql...: writes the schema files as
# C, so that a binary never meets the files of another version.
set -eu
out=$1
shift
table() {
	echo "const struct migration $1[] = {"
	shift
	for file in "$@"; do
		base=$(basename "$file" .sql)
		number=$(echo "$base" | sed 's/_.*//; s/^0*//')
		echo "{$number, \"${base#*_}\","
		sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$/\\n"/' "$file"
		echo "},"
	done
	echo "};"
}
main=""
while [ "$1" != -- ]; do
	main="$main $1"
	shift
done
shift
{
	echo '#include "store/schema.h"'
	# shellcheck disable=SC2086
	table schema_main $main
	table schema_vault "$@"
	echo "const int schema_main_n = (int)ARRAY_LEN(schema_main);"
	echo "const int schema_vault_n = (int)ARRAY_LEN(schema_vault);"
} >"$out"
