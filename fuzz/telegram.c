/*
 * fuzz/telegram - any bytes as an answer of the Bot API, and as an update.
 * Whatever is read keeps what channel/channel.h promises: texts stand, have no
 * control characters, and an event of use names a chat.
 */
#include "channel/telegram_update.h"
#include "fuzz/target.h"

static void check_text(const char *text)
{
	for (; *text; text++)
		BUG_ON((unsigned char)*text < 0x20 && *text != '\t' &&
			*text != '\n');
}

static void check(const struct telegram_update *u)
{
	const struct in_event *ev = &u->event;

	BUG_ON(ev->number < 0 || ev->kind >= IN_KINDS || !u->press);
	BUG_ON((ev->kind == IN_NOTHING) != (*ev->address == '\0'));
	BUG_ON(ev->button < -1 || (ev->button >= 0 && *ev->text));
	BUG_ON(ev->kind == IN_TEXT && *ev->text == '\0');
	check_text(ev->text);
	check_text(ev->answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *p = (const char *)bytes;
	const struct telegram_update *list;
	struct telegram_answer said;
	struct telegram_update one;
	size_t list_n;
	struct err e;

	telegram_read_answer(p, n, &a, &said);
	BUG_ON(!said.description || said.wait_s < 0);
	if (telegram_read_updates(said.result, &a, &list, &list_n, &e))
		for (size_t i = 0; i < list_n; i++)
			check(&list[i]);
	if (telegram_read_update(p, n, &a, &one, &e))
		check(&one);
	arena_reset(&a);
	return 0;
}
