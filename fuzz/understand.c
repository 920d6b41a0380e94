/*
 * fuzz/understand - a turn of any bytes, with the hints that matter and a
 * small clinic:
 * phones, names, mentions, intents, red flags, choices.  What is found lies
 * inside of the text; names are declined in every case.
 */
#include "lang/understand.h"
#include "base/zone.h"
#include "lang/decline.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const struct vocabulary_entry entries[] = {
	{0, 1, "Петрова Анна Андреевна"},
	{1, 2, "УЗИ брюшной полости"},
	{1, 3, "Приём стоматолога-терапевта"},
	{2, 4, "филиал на Здоровья, 5"},
};

static void check(const struct understanding *u, size_t text_n, struct arena *a)
{
	for (size_t i = 0; i < u->phones_n; i++)
		BUG_ON(u->phone[i].end > text_n ||
			u->phone[i].begin >= u->phone[i].end);
	for (size_t i = 0; i < u->mentions_n; i++)
		BUG_ON(u->mention[i].end > text_n || u->mention[i].score < 1 ||
			u->mention[i].score > 100);
	for (size_t i = 0; i < u->intents_n; i++)
		BUG_ON(u->intent[i].end > text_n);
	for (size_t i = 0; i < u->names_n; i++) {
		BUG_ON(u->name[i].end > text_n);
		for (int c = 0; c < CASES; c++)
			(void)decline_name(NAME_LAST, u->name[i].last,
				u->name[i].sex, (enum grammar_case)c, a);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const enum understand_hint hints[] = {
		HINT_NONE, HINT_NAME, HINT_WHEN};
	static struct arena process, call;
	static struct lang_context ctx;
	struct understanding u;
	char *text;

	if (!ctx.lang) {
		ctx.lang = lang_open(&process);
		ctx.zone = zone_utc();
		ctx.now = 1773213600;
		ctx.vocabulary = vocabulary_open(&process, ctx.lang, entries,
			sizeof(entries) / sizeof(entries[0]));
	}
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		text = arena_copy(&call, bytes, n);
		ctx.hint = hints[i];
		understand(&ctx, text, &call, &u);
		check(&u, strlen(text), &call);
		(void)decline_profession(text, CASE_DATV, &call);
		(void)decline_name(
			NAME_FULL, text, SEX_UNKNOWN, CASE_GENT, &call);
		arena_reset(&call);
	}
	return 0;
}
