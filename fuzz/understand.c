/*
 * fuzz/understand - a turn of any bytes in a small clinic, with the hint that
 * its first byte chooses: phones, names, mentions, intents, red flags, choices.
 * What is found lies inside of the text.
 */
#include "lang/understand.h"
#include "base/zone.h"
#include "fuzz/target.h"

static const struct vocabulary_entry entries[] = {
	{0, 1, "Петрова Анна Андреевна"},
	{1, 2, "УЗИ брюшной полости"},
	{1, 3, "Приём стоматолога-терапевта"},
	{2, 4, "филиал на Здоровья, 5"},
};

static void check(const struct understanding *u, size_t text_n)
{
	for (size_t i = 0; i < u->phones_n; i++)
		BUG_ON(u->phone[i].end > text_n ||
			u->phone[i].begin >= u->phone[i].end);
	for (size_t i = 0; i < u->whens_n; i++)
		BUG_ON(u->when[i].end > text_n ||
			u->when[i].begin >= u->when[i].end);
	for (size_t i = 0; i < u->names_n; i++)
		BUG_ON(u->name[i].end > text_n ||
			u->name[i].begin >= u->name[i].end);
	for (size_t i = 0; i < u->details_n; i++)
		BUG_ON(u->detail[i].end > text_n ||
			u->detail[i].begin >= u->detail[i].end);
	for (size_t i = 0; i < u->mentions_n; i++)
		BUG_ON(u->mention[i].end > text_n || u->mention[i].score < 1 ||
			u->mention[i].score > 100);
	for (size_t i = 0; i < u->intents_n; i++)
		BUG_ON(u->intent[i].end > text_n || u->intent[i].score < 1);
	BUG_ON(u->redflag >= REDFLAGS || u->choice < -1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena process, call;
	static struct lang_context ctx;
	struct understanding u;
	const char *text;

	if (n == 0)
		return 0;
	if (!ctx.lang) {
		ctx.lang = lang_open(&process);
		ctx.zone = zone_utc();
		ctx.now = 1773213600;
		ctx.vocabulary = vocabulary_open(
			&process, ctx.lang, entries, ARRAY_LEN(entries));
	}
	ctx.hint = (enum understand_hint)(bytes[0] % HINTS);
	text = arena_copy(&call, bytes + 1, n - 1);
	understand(&ctx, text, &call, &u);
	check(&u, strlen(text));
	arena_reset(&call);
	return 0;
}
