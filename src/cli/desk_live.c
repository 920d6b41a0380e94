#include "cli/desk_live.h"

#include "api/api.h"
#include "app/chat.h"
#include "app/demo.h"
#include "app/outbox.h"
#include "app/visit.h"

struct telling {
	struct live *live;
	struct call *c;
	const struct note *note;
};

static void tell_chat(const struct telling *t)
{
	api_tell_chat(t->live, t->c, t->note->number);
}

static void tell_schedule(const struct telling *t)
{
	live_tell(t->live, TOPIC_SCHEDULE, t->note->number, "schedule", "{}");
	live_tell(t->live, TOPIC_DEMO, t->note->number, "schedule", "{}");
}

static void tell_phone(const struct telling *t)
{
	const char *data = arena_print(t->c->a, "{\"patient_id\":\"%lld\"}",
		(long long)t->note->number);

	live_tell(t->live, TOPIC_DEMO, 0, "phone", data);
}

static void tell_clock(const struct telling *t)
{
	live_tell(t->live, TOPIC_DEMO, 0, "clock", "{}");
	live_tell(t->live, TOPIC_SCHEDULE, 0, "schedule", "{}");
}

static const struct {
	const char *topic;
	void (*tell)(const struct telling *t);
} rows[] = {
	{CHAT_TOPIC, tell_chat},
	{VISIT_TOPIC, tell_schedule},
	{PHONE_TOPIC, tell_phone},
	{DEMO_TOPIC, tell_clock},
};

/* After a loss every page is told to look again: number 0 means all. */
bool desk_live_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	static const struct note all = {.kind = NOTE_LOST};
	struct telling t = {ctx, c, note ? note : &all};

	(void)next_at;
	(void)e;
	for (size_t i = 0; note && i < ARRAY_LEN(rows); i++)
		if (note->kind == NOTE_LOST ||
			strcmp(note->topic, rows[i].topic) == 0)
			rows[i].tell(&t);
	return true;
}
