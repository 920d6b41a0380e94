/*
 * fuzz/script - the script of a dialogue, of any bytes behind the texts that
 * every script must have: refused, or every step leads to a step, and every
 * text can be said.
 */
#include "core/script.h"
#include "fuzz/target.h"

static void check(const struct script *s, struct arena *a)
{
	static const struct script_var vars[] = {{"name", "Анна"}, {0}};
	int steps = (int)s->steps_n, texts = (int)s->texts_n;

	BUG_ON(s->start < 0 || s->start >= steps);
	for (int i = 0; i < steps; i++) {
		BUG_ON(s->step[i].next >= steps || s->step[i].next < -1);
		BUG_ON(s->step[i].ask >= texts);
		BUG_ON(s->step[i].fill >= FILLS);
	}
	for (int i = 0; i < INTENTS; i++)
		BUG_ON(s->answer[i].text >= texts ||
			s->answer[i].then >= THENS);
	for (int i = 0; i < texts; i++)
		BUG_ON(!target_is_sound(script_say(s, i, i % 2, vars, a)));
}

/* What the engine itself says. */
#define TEXT_(id, name) "\"" name "\":{\"ru\":\"a\",\"en\":\"a\"},"
static const char head[] = "{\"texts\":{" SCRIPT_TEXTS(TEXT_);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct script s;
	struct err e = {.kind = ERR_NONE};
	char *text = arena_take(&a, sizeof(head) + n);

	memcpy(text, head, sizeof(head) - 1);
	if (n)
		memcpy(text + sizeof(head) - 1, bytes, n);
	if (script_read(&a, text, sizeof(head) - 1 + n, &s, &e))
		check(&s, &a);
	else
		BUG_ON(e.kind == ERR_NONE);
	arena_reset(&a);
	return 0;
}
