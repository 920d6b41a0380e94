#!/bin/sh
# embed-data.sh OUTPUT DIRECTORY...: writes data files as C, so that the binary
# needs no folder beside it.  One table a directory: data/templates/x.txt is
# {"x", ...} in data_templates.
set -eu
out=$1
shift
{
	echo '#include "core/data.h"'
	for directory in "$@"; do
		echo "const struct data_file data_$(basename "$directory")[] = {"
		for file in "$directory"/*.*; do
			echo "{\"$(basename "${file%.*}")\","
			sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$/\\n"/' "$file"
			echo "},"
		done
		echo "{0},"
		echo "};"
	done
} >"$out"
