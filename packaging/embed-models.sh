#!/bin/sh
# embed-models.sh FILE.model... > C - the table of lang/shipped.h.
set -eu
printf '/* Made by packaging/embed-models.sh. */\n#include "lang/shipped.h"\n'
for file in "$@"; do
	printf '\n_Alignas(16) static const char %s[] = {\n' \
		"$(basename "$file" .model)"
	od -An -v -td1 "$file" | sed 's/  */,/g; s/^,//; s/$/,/'
	printf '};\n'
done
printf '\nconst struct shipped shipped_models[] = {\n'
for file in "$@"; do
	name=$(basename "$file" .model)
	printf '\t{"%s", %s, sizeof(%s)},\n' "$name" "$name" "$name"
done
printf '\t{NULL, NULL, 0},\n};\n'
