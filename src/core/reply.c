/*
 * core/reply - answers to questions on the way: prices, the way, hours,
 * doctors, preparation, from the catalogue; what the catalogue does not hold,
 * from the clinic's own answers; what nobody wrote down, by a person.
 */
#include <string.h>

#include "base/limits.h"
#include "core/talk.h"
#include "core/wording.h"

enum {
	REPLIES_MAX = 2, /* questions answered in one turn */
	LISTED_MAX = 14, /* doctors or services in one list */
};

/* The service that a question is about: named now, or the open one. */
static const struct service *asked_service(const struct talk *t)
{
	const struct subject *s = &t->heard.subject;
	int at = catalogue_service(t->w->catalogue,
		s->service_id != 0 ? s->service_id : t->f->service_id);

	if (at < 0 && t->f->visits_n > 0)
		at = catalogue_service(t->w->catalogue,
			t->f->visit[t->f->visits_n - 1].service_id);
	return at < 0 ? NULL : &t->w->catalogue->services[at];
}

/* The lowest and highest price over the doctors, or of the one chosen. */
static void price_range(const struct talk *t, const struct service *s,
	int64_t *low, int64_t *high)
{
	*low = INT64_MAX;
	*high = 0;
	for (size_t i = 0; i < s->resources_n; i++) {
		const struct service_resource *r = &s->resources[i];
		const struct resource *who =
			&t->w->catalogue->resources[r->resource];
		int64_t kop = r->price_kop ? r->price_kop : s->price_kop;

		if (who->kind != RESOURCE_DOCTOR ||
			(t->f->doctor_id != 0 && who->id != t->f->doctor_id))
			continue;
		*low = kop < *low ? kop : *low;
		*high = kop > *high ? kop : *high;
	}
	if (*high == 0)
		*low = *high = s->price_kop;
}

static const char *price_line(struct talk *t, const struct service *s)
{
	int64_t low, high;

	price_range(t, s, &low, &high);
	return talk_text(t, low == high ? SAY_PRICE : SAY_PRICE_FROM,
		TALK_VARS({"service", s->name},
			{"price", wording_money(low, t->a)}));
}

static const char *reply_price(struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	const struct service *s = asked_service(t);
	struct buf b;
	size_t listed = 0;

	if (t->heard.subject.phrase[PHRASE_DISCOUNT])
		return talk_text(
			t, SAY_DISCOUNT, TALK_VARS({"phone", talk_phone(t)}));
	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < t->heard.subject.options_n; i++) {
		int at = catalogue_service(c, t->heard.subject.option[i]);

		if (at >= 0)
			buf_print(&b, "%s%s", b.n > 0 ? " " : "",
				price_line(t, &c->services[at]));
	}
	if (b.n > 0)
		return b.p;
	if (s != NULL)
		return price_line(t, s);
	for (size_t i = 0; i < c->services_n && listed < 4; i++)
		if (c->services[i].is_first_visit) {
			buf_print(&b, "%s%s", listed > 0 ? " " : "",
				price_line(t, &c->services[i]));
			listed++;
		}
	return talk_text(t, SAY_PRICE_WHICH, TALK_VARS({"list", b.p}));
}

static const char *branch_line(struct talk *t, int text, const struct branch *b)
{
	int at = (int)(b - t->w->catalogue->branches);

	return talk_text(t, text,
		TALK_VARS({"branch", b->address}, {"why", b->way},
			{"phone", wording_phone(b->phone, t->a)},
			{"when", wording_hours(t->w->catalogue, at,
					 t->w->is_english, t->a)}));
}

/* The branch named, offered or booked; 0: all are meant. */
static int64_t asked_branch(const struct talk *t)
{
	const struct frame *f = t->f;

	if (t->heard.subject.branch_id != 0)
		return t->heard.subject.branch_id;
	if (f->offers_n > 0)
		return f->offer[0].branch_id;
	return f->visits_n > 0 ? f->visit[f->visits_n - 1].at.branch_id : 0;
}

/* One line a branch: the one meant, or all. */
static const char *branches(struct talk *t, int text)
{
	const struct catalogue *c = t->w->catalogue;
	int64_t id = asked_branch(t);
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < c->branches_n; i++)
		if (id == 0 || c->branches[i].id == id)
			buf_print(&b, "%s%s", b.n > 0 ? " " : "",
				branch_line(t, text, &c->branches[i]));
	return b.p;
}

static const char *reply_address(struct talk *t)
{
	return branches(t, SAY_ADDRESS);
}

static const char *reply_hours(struct talk *t)
{
	return talk_text(
		t, SAY_HOURS, TALK_VARS({"list", branches(t, SAY_HOURS_DAYS)}));
}

static const char *reply_prepare(struct talk *t)
{
	const struct service *s = asked_service(t);

	if (s == NULL)
		return talk_text(t, SAY_PREPARE_WHICH, NULL);
	return talk_text(t, s->preparation[0] ? SAY_PREPARE : SAY_PREPARE_NONE,
		TALK_VARS(
			{"service", s->name}, {"preparation", s->preparation}));
}

static const char *duration_line(struct talk *t, const struct service *s)
{
	return talk_text(t, SAY_DURATION,
		TALK_VARS({"service", s->name},
			{"list", wording_about_minutes(s->duration_min,
					 t->w->is_english, t->a)}));
}

static const char *reply_duration(struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	const struct service *s = asked_service(t);
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < t->heard.subject.options_n; i++) {
		int at = catalogue_service(c, t->heard.subject.option[i]);

		if (at >= 0)
			buf_print(&b, "%s%s", b.n > 0 ? " " : "",
				duration_line(t, &c->services[at]));
	}
	if (b.n > 0)
		return b.p;
	return s != NULL ? duration_line(t, s)
			 : talk_text(t, SAY_DURATION_WHICH, NULL);
}

static bool is_of(
	const struct talk *t, const struct resource *r, const struct service *s)
{
	return r->kind == RESOURCE_DOCTOR &&
	       (s == NULL || subject_does(t->w->catalogue, r->id, s->id));
}

/* The doctor named, offered, or the only one of the service. */
static int64_t asked_doctor(const struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	const struct service *s = asked_service(t);
	int64_t only = 0;

	if (t->heard.subject.doctor_id != 0)
		return t->heard.subject.doctor_id;
	if (t->f->offers_n > 0)
		return t->f->offer[0].doctor_id;
	for (size_t i = 0; s != NULL && i < c->resources_n; i++)
		if (is_of(t, &c->resources[i], s)) {
			if (only != 0)
				return 0;
			only = c->resources[i].id;
		}
	return only;
}

static const char *reply_doctors(struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	const struct service *s = asked_service(t);
	int one = catalogue_resource(c, asked_doctor(t));
	size_t listed = 0;
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	if (one >= 0)
		return talk_text(t, SAY_DOCTOR_ABOUT,
			TALK_VARS({"profession", c->resources[one].profession},
				{"name", wording_short_name(
						 &c->resources[one], t->a)},
				{"why", c->resources[one].about}));
	for (size_t i = 0; i < c->resources_n && listed < LISTED_MAX; i++) {
		const struct resource *r = &c->resources[i];

		if (!is_of(t, r, s))
			continue;
		buf_print(&b, "%s%s %s", listed > 0 ? ", " : "", r->profession,
			wording_short_name(r, t->a));
		listed++;
	}
	return talk_text(t, s != NULL ? SAY_DOCTORS_OF : SAY_DOCTORS,
		TALK_VARS(
			{"list", b.p}, {"service", s != NULL ? s->name : ""}));
}

static const char *reply_services(struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	int at = catalogue_service(c, t->heard.subject.service_id);
	size_t listed = 0;
	struct buf b;

	if (at >= 0)
		return talk_text(t, SAY_SERVICE_YES,
			TALK_VARS({"service", c->services[at].name},
				{"price",
					wording_money(c->services[at].price_kop,
						t->a)}));
	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < c->services_n && listed < LISTED_MAX; i++)
		buf_print(&b, "%s%s", listed++ > 0 ? ", " : "",
			c->services[i].name);
	return talk_text(t, SAY_SERVICES,
		TALK_VARS({"list", b.p}, {"phone", talk_phone(t)}));
}

static const char *reply_contact(struct talk *t)
{
	return talk_text(t, SAY_CONTACT, TALK_VARS({"phone", talk_phone(t)}));
}

/* Answered from the catalogue. */
typedef const char *reply_fn(struct talk *t);
static reply_fn *const replies[INTENTS] = {
	[INTENT_PRICE] = reply_price,
	[INTENT_ADDRESS] = reply_address,
	[INTENT_HOURS] = reply_hours,
	[INTENT_PREPARE] = reply_prepare,
	[INTENT_DURATION] = reply_duration,
	[INTENT_DOCTORS] = reply_doctors,
	[INTENT_SERVICES] = reply_services,
	[INTENT_CONTACT] = reply_contact,
};

static const char *clinics_answer(const struct talk *t, enum intent intent)
{
	for (size_t i = 0; i < t->w->answers_n; i++)
		if (strcmp(t->w->answer[i].intent, intent_name(intent)) == 0)
			return t->w->answer[i].text;
	return NULL;
}

/* The answer to one intent; NULL: it is no question of this kind. */
static const char *answer_to(
	struct talk *t, enum intent intent, enum script_then *then)
{
	const struct script_answer *answer = &t->w->script->answer[intent];
	const char *own = clinics_answer(t, intent);

	*then = THEN_RESUME;
	if (replies[intent] != NULL)
		return replies[intent](t);
	if (own != NULL)
		return own;
	if (answer->text < 0)
		return NULL;
	*then = answer->then;
	return talk_text(t, answer->text, TALK_VARS({"phone", talk_phone(t)}));
}

static bool begins_with_and(const char *text)
{
	static const char *const words[] = {"а ", "А ", "и ", "И "};

	text += strspn(text, " \t\r\n");
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* «а ЭКГ?» behind an answer asks the same of another thing. */
static enum intent asked_again(const struct talk *t)
{
	const struct heard *h = &t->heard;
	if (!begins_with_and(t->ev->text) && !t->ev->said->is_question)
		return INTENT_NONE;
	if (h->has_when || talk_wants(t, INTENT_BOOK) ||
		talk_wants(t, INTENT_SOONEST))
		return INTENT_NONE;
	if (h->subject.service_id == 0 && h->subject.doctor_id == 0 &&
		h->subject.branch_id == 0 && h->subject.options_n == 0)
		return INTENT_NONE;
	return t->f->asked;
}

static bool answer_again(struct talk *t, enum intent asked)
{
	enum script_then then;

	if (asked == INTENT_NONE || replies[asked] == NULL)
		return false;
	talk_say(t, talk_with_lead(t, answer_to(t, asked, &then)));
	t->f->asked = asked;
	return true;
}

/* Whether the words that say so are those of a service: «справка в бассейн». */
static bool is_in_name(const struct understanding *u, enum intent intent)
{
	for (size_t i = 0; i < u->intents_n; i++)
		for (size_t k = 0; k < u->mentions_n; k++)
			if (u->intent[i].intent == intent &&
				u->mention[k].begin <= u->intent[i].begin &&
				u->intent[i].end <= u->mention[k].end)
				return true;
	return false;
}

/* «ребёнку 7 лет» is a fact, «принимаете детей?» a question. */
static bool is_no_question(const struct talk *t, enum intent intent)
{
	const struct understanding *u = t->ev->said;

	if (intent == INTENT_CHILDREN)
		return !u->is_question &&
		       (talk_heard_anything(t) ||
			       t->heard.subject.phrase[PHRASE_RELATIVE]);
	return intent == INTENT_DOCUMENTS && t->heard.subject.service_id != 0 &&
	       is_in_name(u, intent);
}

bool reply_give(struct talk *t)
{
	const struct understanding *u = t->ev->said;
	size_t given = 0;
	enum intent asked = asked_again(t);

	t->f->asked = INTENT_NONE;

	for (size_t i = 0; i < u->intents_n && given < REPLIES_MAX; i++) {
		enum script_then then;
		const char *text;

		if (u->intent[i].score < TALK_SCORE_MIN)
			continue;
		if (is_no_question(t, u->intent[i].intent))
			continue;
		text = answer_to(t, u->intent[i].intent, &then);
		if (text == NULL)
			continue;
		talk_say(t, talk_with_lead(t, text));
		given++;
		t->f->asked = u->intent[i].intent;
		if (then == THEN_HAND)
			talk_hand(t, HAND_QUESTION);
		if (then != THEN_RESUME)
			t->heard.is_closed = true;
	}
	return given > 0 || answer_again(t, asked);
}
