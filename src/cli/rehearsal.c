#include "cli/rehearsal.h"

#include "base/buf.h"
#include "base/text.h"

static const struct {
	const char *word;
	enum rehearsal_kind kind;
} words[] = {
	{">", REHEARSAL_PATIENT},
	{"<", REHEARSAL_CLINIC},
	{"@expect", REHEARSAL_EXPECT},
	{"@expect-not", REHEARSAL_EXPECT_NOT},
	{"@now", REHEARSAL_NOW},
	{"@clinic", REHEARSAL_WITH},
};

enum rehearsal_kind rehearsal_read(const char *line, const char **rest)
{
	*rest = line;
	if (line[0] == '\0' || line[0] == '#')
		return REHEARSAL_NOTHING;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t n = strlen(words[i].word);

		if (strncmp(line, words[i].word, n) != 0 ||
			(line[n] != ' ' && line[n] != '\0'))
			continue;
		*rest = line + n + strspn(line + n, " ");
		return words[i].kind;
	}
	return REHEARSAL_WRONG;
}

const char *rehearsal_plain(struct arena *a, const char *text)
{
	struct buf b;
	const char *p = text, *end = text + strlen(text);

	buf_init(&b, a, REHEARSAL_TEXT_BYTES_MAX);
	while (p < end) {
		const char *from = p;
		uint32_t c = text_next(&p, end);

		if (c == ' ' || c == '\t' || c == '\n' || c == 0xa0 ||
			c == 0x202f) {
			if (b.n > 0 && b.p[b.n - 1] != ' ')
				buf_char(&b, ' ');
		} else if (strncmp(from, "...", 3) == 0) {
			buf_text(&b, "…");
			p = from + 3;
		} else {
			buf_add(&b, from, (size_t)(p - from));
		}
	}
	return b.p;
}

/* Greedy, with one point of return: enough for wildcards of one kind. */
bool rehearsal_matches(const char *pattern, const char *text)
{
	static const char any[] = "…";
	const size_t any_n = sizeof(any) - 1;
	const char *back_pattern = NULL, *back_text = NULL;

	while (*text != '\0') {
		if (strncmp(pattern, any, any_n) == 0) {
			back_pattern = pattern += any_n;
			back_text = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (back_pattern != NULL) {
			pattern = back_pattern;
			text = ++back_text;
		} else {
			return false;
		}
	}
	while (strncmp(pattern, any, any_n) == 0)
		pattern += any_n;
	return *pattern == '\0' || strcmp(pattern, " ") == 0;
}
