#ifndef TEST_LANG_TSV_H
#define TEST_LANG_TSV_H
/*
 * test/lang/tsv - reads the tables of test/lang: a row a line, columns parted
 * by tabs, `#` comments, `@name value` settings for the rows below.
 */
#include <stdio.h>

#include "base/arena.h"
#include "base/text.h"
#include "test/check.h"

enum { TSV_COLUMNS = 6 };

struct tsv_row {
	int line;
	bool is_setting; /* column[0] is the name, column[1] the value */
	const char *column[TSV_COLUMNS]; /* "" where the line ends early */
};

typedef void tsv_row_fn(const struct tsv_row *row, void *ctx);

static inline void tsv_cut(
	char *line, const char *separator, struct tsv_row *row)
{
	for (int i = 0; i < TSV_COLUMNS; i++) {
		size_t n = strcspn(line, separator);

		row->column[i] = line;
		line += n;
		if (*line)
			*line++ = '\0';
	}
}

/* Calls `each` for every row of test/lang/<name>; returns how many rows. */
static inline int tsv_read(const char *name, tsv_row_fn *each, void *ctx)
{
	char path[512], line[8192];
	FILE *f;
	int n = 0;

	snprintf(
		path, sizeof(path), "%s/test/lang/%s", ZABOTA_SOURCE_DIR, name);
	f = fopen(path, "r");
	CHECK(f);
	for (int number = 1; fgets(line, sizeof(line), f); number++) {
		struct tsv_row row = {.line = number};

		line[strcspn(line, "\n")] = '\0';
		if (!line[0] || line[0] == '#')
			continue;
		row.is_setting = line[0] == '@';
		tsv_cut(line + row.is_setting, row.is_setting ? " " : "\t",
			&row);
		n += !row.is_setting;
		each(&row, ctx);
	}
	fclose(f);
	return n;
}

#endif
