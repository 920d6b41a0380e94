/*
 * fuzz/intent - any bytes read for what is wanted and for what is an emergency:
 * guesses come best first, inside of the text.
 */
#include "lang/intent.h"
#include "fuzz/target.h"
#include "lang/redflag.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena process, call;
	static const struct lang *lang;
	struct tokens t = tokens_cut((const char *)bytes, n, &call);
	const struct intent_guess *guess;
	size_t found;

	if (!lang)
		lang = lang_open(&process);
	found = intent_find(lang, &t, &call, &guess);
	for (size_t i = 0; i < found; i++) {
		BUG_ON(guess[i].intent <= INTENT_NONE ||
			guess[i].intent >= INTENTS);
		BUG_ON(guess[i].score < 1 || guess[i].score > 100);
		BUG_ON(i && guess[i].score > guess[i - 1].score);
		BUG_ON(guess[i].begin > guess[i].end || guess[i].end > n);
	}
	BUG_ON(redflag_find(lang, &t) >= REDFLAGS);
	arena_reset(&call);
	return 0;
}
