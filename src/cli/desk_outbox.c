/* The sending workers: the channels of each belong to its thread. */
#include "app/demo.h"
#include "app/outbox.h"
#include "app/plan.h"
#include "cli/desk.h"

enum { TWINS = 2, SENDERS_MAX = SENDER_LANES_MAX * TWINS };

struct sending {
	struct sender sender[SENDERS_MAX];
	struct worker worker[SENDERS_MAX];
	struct held held[SENDER_LANES_MAX];
	size_t n; /* lanes */
	struct sender talker;
	struct worker talk;
};

static bool outbox_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	struct sender *s = ctx;
	struct outbox_round round;

	(void)note;
	if (!app_outbox_round(c, s, &round, e))
		return false;
	*next_at = round.next_at;
	return true;
}

static bool start(struct desk *d, struct worker *w, const char *name,
	struct sender *sender, struct err *e)
{
	static const char *const topics[] = {PLAN_TOPIC, DEMO_TOPIC, NULL};

	*w = (struct worker){.name = name,
		.app = &d->app,
		.storage = d->home.storage,
		.topics = topics,
		.round = outbox_round,
		.ctx = sender};
	return worker_start(w, e);
}

static bool start_twin(
	struct desk *d, struct sending *s, size_t lane, int twin, struct err *e)
{
	struct sender *sender = &s->sender[lane * TWINS + (size_t)twin];

	if (!sender_open_lane(sender, d->conf, lane, e))
		return false;
	sender->held = &s->held[lane];
	sender->twin = twin;
	return start(d, &s->worker[lane * TWINS + (size_t)twin], "outbox",
		sender, e);
}

static bool start_all(struct desk *d, struct sending *s, struct err *e)
{
	if (!sender_open(&s->talker, d->conf, e))
		return false;
	s->talker.queue = OUTBOX_TALK;
	for (; s->n < s->talker.n; s->n++) {
		held_init(&s->held[s->n]);
		for (int twin = 0; twin < TWINS; twin++)
			if (!start_twin(d, s, s->n, twin, e)) {
				s->n++;
				return false;
			}
	}
	return start(d, &s->talk, "talk", &s->talker, e);
}

struct sending *sending_open(struct desk *d, struct err *e)
{
	struct sending *s = calloc(1, sizeof(*s));

	if (!s)
		base_no_memory();
	if (start_all(d, s, e))
		return s;
	sending_close(s);
	return NULL;
}

void sending_close(struct sending *s)
{
	if (!s)
		return;
	worker_stop(&s->talk);
	sender_close(&s->talker);
	for (size_t i = 0; i < s->n * TWINS; i++) {
		worker_stop(&s->worker[i]);
		sender_close(&s->sender[i]);
	}
	for (size_t i = 0; i < s->n; i++)
		held_release(&s->held[i]);
	free(s);
}
