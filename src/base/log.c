#include "base/log.h"

enum { LINE_BYTES_MAX = 512 };

static log_hook_fn *hook_fn;
static enum log_level lowest_level;

void log_init(log_hook_fn *hook, enum log_level lowest)
{
	hook_fn = hook;
	lowest_level = lowest;
}

static const char *level_name(enum log_level level)
{
	static const char *const names[LOG_LEVELS] = {
		[LOG_DEBUG] = "debug",
		[LOG_INFO] = "info",
		[LOG_WARN] = "warn",
		[LOG_ERROR] = "error",
	};

	return names[level];
}

struct line {
	char p[LINE_BYTES_MAX];
	size_t n;
};

static void put_char(struct line *l, char c)
{
	if (l->n < sizeof(l->p) - 1)
		l->p[l->n++] = c;
}

static void put_word(struct line *l, const char *word)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_.:/-";

	for (; *word; word++)
		put_char(l, strchr(allowed, *word) ? *word : '?');
}

static void put_number(struct line *l, int64_t i)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", (long long)i);
	put_word(l, digits);
}

void log_write(
	enum log_level level, const char *event, const struct log_field *fields)
{
	struct line l = {.n = 0};

	if (!hook_fn || level < lowest_level)
		return;
	put_word(&l, level_name(level));
	put_char(&l, ' ');
	put_word(&l, event);
	for (; fields && fields->key; fields++) {
		put_char(&l, ' ');
		put_word(&l, fields->key);
		put_char(&l, '=');
		if (fields->is_word)
			put_word(&l, fields->word ? fields->word : "-");
		else
			put_number(&l, fields->number);
	}
	l.p[l.n] = '\0';
	hook_fn(level, l.p);
}
