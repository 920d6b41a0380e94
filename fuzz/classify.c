/*
 * fuzz/classify - any bytes scored by the models that come with the program:
 * the scores are shares of one, best first.
 */
#include "fuzz/target.h"
#include "lang/shipped.h"

enum { MODELS = 4, TOP = 3 };

static void score(
	const struct model_view *m, struct model_text *text, struct arena *a)
{
	struct model_guess guess[TOP];
	bool accept;
	float margin, sum = 0;
	size_t n = model_score_shared(m, text, TOP, a, guess, &accept, &margin);

	for (size_t i = 0; i < n; i++) {
		BUG_ON(!(guess[i].score >= 0 && guess[i].score <= 1));
		BUG_ON(i && guess[i].score > guess[i - 1].score);
		sum += guess[i].score;
	}
	BUG_ON(!n || !(sum <= 1.001f) || !(margin == margin));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const names[MODELS] = {
		"intents", "urgency", "tone", "topic"};
	static struct arena process, call;
	static const struct model_view *model[MODELS];
	struct model_text text = {.text = arena_copy(&call, bytes, n)};

	for (size_t i = 0; i < MODELS; i++) {
		if (!model[i])
			model[i] = shipped_model(names[i], &process);
		score(model[i], &text, &call);
	}
	arena_reset(&call);
	return 0;
}
