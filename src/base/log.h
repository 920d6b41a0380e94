#ifndef BASE_LOG_H
#define BASE_LOG_H
/*
 * base/log - one line an event: `time level event key=value...`.
 *
 * A field is an id, a number or a *word*: a literal, an enum's name or a
 * setting.  A word keeps only [A-Za-z0-9_.:/-]; whatever else it holds becomes
 * `?`, so a patient's text cannot reach the log even by mistake.  Lines go to
 * a hook; without one, to nowhere.
 */
#include "base/base.h"

enum log_level {
	LOG_DEBUG,
	LOG_INFO,
	LOG_WARN,  /* works, but somebody should look */
	LOG_ERROR, /* something asked for was not done */
	LOG_LEVELS /* how many */
};

struct log_field {
	const char *key;  /* a literal; NULL ends the list */
	bool is_word;     /* the word counts, else the number */
	const char *word; /* NULL is written as `-` */
	int64_t number;
};

#define LOG_WORD(k, w)                                                         \
	{                                                                      \
		.key = (k), .is_word = true, .word = (w)                       \
	}
#define LOG_INT(k, i)                                                          \
	{                                                                      \
		.key = (k), .number = (i)                                      \
	}

/*
 * Called with a finished line without a line end, from any thread; borrowed
 * for the call.
 */
typedef void log_hook_fn(enum log_level level, const char *line);

/* Sets where lines go and the lowest level written.  Once, at start. */
void log_init(log_hook_fn *hook, enum log_level lowest);

/*
 * Writes one event with its fields (at least one); log_write with NULL writes
 * none.  `event` is `noun.verb`, e.g. "delivery.deferred".  At most 512 bytes;
 * more is cut.
 */
#define log_event(level, event, ...)                                           \
	log_write(level, event, (const struct log_field[]){__VA_ARGS__, {0}})
void log_write(enum log_level level, const char *event,
	const struct log_field *fields);

#endif
