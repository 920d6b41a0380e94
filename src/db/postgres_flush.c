#include "db/postgres_flush.h"

void flush_queue_init(struct flush_queue *q)
{
	*q = (struct flush_queue){0};
	mutex_init(&q->m);
	q->end = &q->first;
}

void flush_queue_release(struct flush_queue *q)
{
	BUG_ON(q->first != NULL || q->is_led);
	mutex_release(&q->m);
}

/* All who wait by now, oldest first; with q->m held. */
static struct flush_member *take_all(struct flush_queue *q)
{
	struct flush_member *all = q->first;

	q->first = NULL;
	q->end = &q->first;
	return all;
}

/* A settled member is gone at once: it must not be looked at again. */
static void settle(struct flush_member *m, const struct err *fault)
{
	while (m != NULL) {
		struct flush_member *next = m->next;

		m->fault = *fault;
		m->is_settled = true;
		condition_wake_one(&m->woken);
		m = next;
	}
}

/* With q->m held, which is given up while the server works. */
static void lead(struct flush_queue *q, flush_fn *flush, void *ctx)
{
	struct flush_member *members = take_all(q);
	struct err fault = {.kind = ERR_NONE};

	mutex_unlock(&q->m);
	if (!flush(ctx, members, &fault))
		fault.kind = ERR_UNCERTAIN;
	mutex_lock(&q->m);
	settle(members, &fault);
	if (fault.kind != ERR_NONE)
		settle(take_all(q), &fault);
	q->is_led = q->first != NULL;
	if (q->is_led) {
		q->first->has_lead = true;
		condition_wake_one(&q->first->woken);
	}
}

bool flush_join(struct flush_queue *q, struct flush_member *me, flush_fn *flush,
	void *ctx, struct err *e)
{
	mutex_lock(&q->m);
	me->next = NULL;
	me->is_settled = false;
	me->has_lead = !q->is_led;
	q->is_led = true;
	*q->end = me;
	q->end = &me->next;
	while (!me->is_settled)
		if (me->has_lead)
			lead(q, flush, ctx);
		else
			condition_wait(&me->woken, &q->m);
	mutex_unlock(&q->m);
	if (me->fault.kind == ERR_NONE)
		return true;
	*e = me->fault;
	return false;
}
