/*
 * fuzz/script - the script of a dialogue, of any bytes beside the texts that
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

/* What the engine itself says: parsed once, for there is much of it. */
#define TEXT_(id, name) ",\"" name "\":{\"ru\":\"a\",\"en\":\"a\"}"
static const char own[] = "{\"own\":0" SCRIPT_TEXTS(TEXT_) "}";

static const struct json *own_texts(void)
{
	static struct arena process;
	static const struct json *texts;
	struct err e;

	if (!texts)
		BUG_ON(!json_parse(&process, own, sizeof(own) - 1, &texts, &e));
	return texts;
}

/* `texts` with the engine's own behind them, but the first of `own`. */
static struct json add_own(const struct json *texts, struct arena *a)
{
	const struct json *add = own_texts();
	struct json both = *texts;
	struct json *child = arena_new(a, struct json, texts->n + add->n);

	if (texts->n)
		memcpy(child, texts->child, texts->n * sizeof(*child));
	memcpy(child + texts->n, add->child + 1, (add->n - 1) * sizeof(*child));
	both.child = child;
	both.n += add->n - 1;
	return both;
}

/* The document `{"texts":{` and the input, or NULL if that is none. */
static const struct json *document(
	const uint8_t *bytes, size_t n, struct arena *a)
{
	static const char head[] = "{\"texts\":{";
	char *text = arena_take(a, sizeof(head) + n);
	struct json *child, *whole = arena_new(a, struct json, 1);
	const struct json *j;
	struct err e;

	memcpy(text, head, sizeof(head) - 1);
	if (n)
		memcpy(text + sizeof(head) - 1, bytes, n);
	if (!json_parse(a, text, sizeof(head) - 1 + n, &j, &e))
		return NULL;
	child = arena_new(a, struct json, j->n);
	memcpy(child, j->child, j->n * sizeof(*child));
	child[0] = add_own(&child[0], a);
	*whole = *j;
	whole->child = child;
	return whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const struct json *j = document(bytes, n, &a);
	struct script s;
	struct err e = {.kind = ERR_NONE};

	if (j && script_read_json(&a, j, &s, &e))
		check(&s, &a);
	else
		BUG_ON(j && e.kind == ERR_NONE);
	arena_reset(&a);
	return 0;
}
