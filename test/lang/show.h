#ifndef TEST_LANG_SHOW_H
#define TEST_LANG_SHOW_H
/*
 * test/lang/show - findings in a text, written as the tables of test/lang
 * write them: joined by "; ", and "-" for none.  Answers live in `a`.
 */
#include "base/buf.h"
#include "lang/name.h"
#include "lang/phone.h"
#include "lang/when.h"
#include "os/zone.h"
#include "test/check.h"

enum { SHOW_BYTES_MAX = 10000 };

/* "2026-03-12T15:00", in the zone. */
static inline void show_instant(
	struct buf *b, const struct zone *zone, int64_t at)
{
	struct civil c;

	zone_local(zone, at, &c);
	buf_print(b, "%04d-%02d-%02d", c.year, c.month, c.day);
	if (c.hour || c.minute || c.second)
		buf_print(b, "T%02d:%02d", c.hour, c.minute);
	if (c.second)
		buf_print(b, ":%02d", c.second);
}

/*
 * `~` about, `!` excluded, `>` after, `<` before, the instant, `..` its end,
 * and the grain.
 */
static inline void show_when(
	struct buf *b, const struct zone *zone, const struct when *w)
{
	static const char opens[] = {0, '>', '<'};

	if (w->is_invalid) {
		buf_text(b, "invalid");
		return;
	}
	if (w->is_negated)
		buf_char(b, '!');
	if (w->is_about)
		buf_char(b, '~');
	if (w->open)
		buf_char(b, opens[w->open]);
	show_instant(b, zone, w->from);
	if (w->has_to)
		buf_text(b, "..");
	if (w->has_to)
		show_instant(b, zone, w->to);
	buf_print(b, " %s", when_grain_name(w->grain));
}

/* "2026-03-12T15:00 hour; >2026-03-13 day" */
static inline const char *show_whens(
	const struct when_context *ctx, const char *text, struct arena *a)
{
	struct tokens t = tokens_cut(text, strlen(text), a);
	const struct when *when;
	size_t n = when_find(ctx, &t, a, &when);
	struct buf b;

	buf_init(&b, a, SHOW_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		CHECK(when[i].begin < when[i].end);
		if (i)
			buf_text(&b, "; ");
		show_when(&b, ctx->zone, &when[i]);
	}
	return b.n ? b.p : "-";
}

/* "+74951234567 x104; too_short" */
static inline const char *show_phones(
	const struct lang *lang, const char *text, struct arena *a)
{
	static const char *const problems[PHONE_PROBLEMS] = {
		"good", "too_short", "too_long", "unknown"};
	struct tokens t = tokens_cut(text, strlen(text), a);
	const struct phone *phone;
	size_t n = phone_find(lang, &t, a, &phone);
	struct buf b;

	buf_init(&b, a, SHOW_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		buf_print(&b, "%s%s", i ? "; " : "",
			phone[i].problem ? problems[phone[i].problem]
					 : phone[i].e164);
		if (phone[i].extension[0])
			buf_print(&b, " x%s", phone[i].extension);
	}
	return b.n ? b.p : "-";
}

/* "Иванова|Анна|Петровна; |Пётр|" */
static inline const char *show_names(const struct lang *lang, const char *text,
	bool is_expected, struct arena *a)
{
	struct tokens t = tokens_cut(text, strlen(text), a);
	const struct name *name;
	size_t n = name_find(lang, &t, is_expected, a, &name);
	struct buf b;

	buf_init(&b, a, SHOW_BYTES_MAX);
	for (size_t i = 0; i < n; i++)
		buf_print(&b, "%s%s|%s|%s", i ? "; " : "", name[i].last,
			name[i].first, name[i].middle);
	return b.n ? b.p : "-";
}

#endif
