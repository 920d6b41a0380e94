#include "db/db_notes.h"

#include "os/clock.h"

void notes_init(struct notes *n)
{
	mutex_init(&n->m);
	condition_init(&n->heard);
	n->ears = NULL;
}

void notes_release(struct notes *n)
{
	BUG_ON(n->ears != NULL);
	condition_release(&n->heard);
	mutex_release(&n->m);
}

static bool hears(const struct notes_ear *ear, const char *topic)
{
	for (int i = 0; i < ear->topics_n; i++)
		if (strcmp(ear->topics[i], topic) == 0)
			return true;
	return false;
}

bool notes_listen(struct notes *n, struct notes_ear *ear, const char *topic,
	struct err *e)
{
	bool ok = true;

	mutex_lock(&n->m);
	if (hears(ear, topic)) {
		ok = true;
	} else if (ear->topics_n == NOTES_TOPICS_MAX) {
		ok = err_set(e, ERR_LIMIT, "notes: too many topics");
	} else {
		if (ear->topics_n == 0) {
			ear->next = n->ears;
			n->ears = ear;
		}
		snprintf(ear->topics[ear->topics_n++], DB_TOPIC_MAX, "%s",
			topic);
	}
	mutex_unlock(&n->m);
	return ok;
}

void notes_leave(struct notes *n, struct notes_ear *ear)
{
	mutex_lock(&n->m);
	for (struct notes_ear **at = &n->ears; *at != NULL; at = &(*at)->next)
		if (*at == ear) {
			*at = ear->next;
			break;
		}
	mutex_unlock(&n->m);
}

static void drop_in(struct notes_ear *ear, const struct db_note *note)
{
	if (ear->n == NOTES_KEPT) {
		ear->has_lost = true;
		return;
	}
	ear->kept[(ear->first + ear->n++) % NOTES_KEPT] = *note;
}

void notes_send(struct notes *n, const char *topic, int64_t number)
{
	struct db_note note = {.heard = DB_HEARD_NOTE, .number = number};

	snprintf(note.topic, sizeof(note.topic), "%s", topic);
	mutex_lock(&n->m);
	for (struct notes_ear *ear = n->ears; ear != NULL; ear = ear->next)
		if (hears(ear, topic))
			drop_in(ear, &note);
	condition_wake_all(&n->heard);
	mutex_unlock(&n->m);
}

/* Takes the next of the ring; a loss is told once, after what was kept. */
static bool take(struct notes_ear *ear, struct db_note *out)
{
	if (ear->n > 0) {
		*out = ear->kept[ear->first];
		ear->first = (ear->first + 1) % NOTES_KEPT;
		ear->n--;
		return true;
	}
	*out = (struct db_note){
		.heard = ear->has_lost ? DB_HEARD_LOSS : DB_HEARD_NOTHING};
	ear->has_lost = false;
	return out->heard == DB_HEARD_LOSS;
}

void notes_wait(struct notes *n, struct notes_ear *ear, int wait_ms,
	struct db_note *out)
{
	int64_t until = clock_steady_ms() + wait_ms;

	mutex_lock(&n->m);
	while (!take(ear, out))
		if (!condition_wait_until(&n->heard, &n->m, until))
			break;
	/* The time may be over just when a note came. */
	if (out->heard == DB_HEARD_NOTHING)
		(void)take(ear, out);
	mutex_unlock(&n->m);
}
