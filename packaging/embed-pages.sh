#!/bin/sh
# embed-pages.sh OUTPUT FILE...: writes the templates of pages as C, so that the
# binary needs no folder beside it: data/pages/x.html is {"x", ...}.
set -eu
out=$1
shift
{
	echo '#include "api/link_page.h"'
	echo "const struct http_pair link_page_parts[] = {"
	for file in "$@"; do
		base=$(basename "$file")
		echo "{\"${base%.*}\","
		sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/^/"/; s/$/\\n"/' "$file"
		echo "},"
	done
	echo "{0},"
	echo "};"
} >"$out"
