/*
 * core/fact - takes what a turn says about the patient, the subject and the
 * time into the frame, and notes what cannot be taken.
 */
#include <string.h>

#include "core/offer.h"
#include "core/talk.h"
#include "core/wording.h"
#include "lang/token.h"

enum {
	DAYS_OPEN = 3650,
	ABOUT_MIN = 60,
	YEAR_DAYS = 365,
	JUST_PAST_DAYS = 60,
};

static bool overlaps(uint32_t b1, uint32_t e1, uint32_t b2, uint32_t e2)
{
	return b1 < e2 && b2 < e1;
}

static bool is_contact_open(const struct frame *f)
{
	return f->question == FILL_CONTACT || f->question == FILL_NAME;
}

/* «к Петровой» names a doctor; «Петрова Анна» after "your name?" does not. */
static bool is_doctors_name(const struct talk *t, const struct name *name)
{
	const struct understanding *u = t->ev->said;

	if (is_contact_open(t->f) && name->first[0] && name->last[0])
		return false;
	for (size_t i = 0; i < u->mentions_n; i++)
		if ((u->mention[i].kind == SUBJECT_DOCTOR ||
			    u->mention[i].kind == SUBJECT_BRANCH) &&
			overlaps(name->begin, name->end, u->mention[i].begin,
				u->mention[i].end))
			return true;
	return false;
}

static const struct name *patients_name(const struct talk *t)
{
	const struct understanding *u = t->ev->said;

	for (size_t i = 0; i < u->names_n; i++)
		if (u->name[i].first[0] && !is_doctors_name(t, &u->name[i]))
			return &u->name[i];
	return NULL;
}

static void take_name(struct talk *t)
{
	const struct name *name = patients_name(t);
	struct frame *f = t->f;

	/* A known patient is renamed only where names are the subject. */
	if (name == NULL || (f->first[0] && !is_contact_open(f) &&
				    !t->ev->said->is_correction))
		return;
	f->last = name->last[0] ? name->last : f->last;
	f->first = name->first;
	f->middle = name->middle[0] ? name->middle : f->middle;
	f->sex = name->sex;
	t->heard.has_name = true;
}

static const char *phone_problem(struct talk *t, enum phone_problem problem)
{
	static const enum say says[PHONE_PROBLEMS] = {
		[PHONE_GOOD] = SAY_PHONE_UNKNOWN,
		[PHONE_TOO_SHORT] = SAY_PHONE_SHORT,
		[PHONE_TOO_LONG] = SAY_PHONE_LONG,
		[PHONE_UNKNOWN] = SAY_PHONE_UNKNOWN,
	};

	return talk_text(t, (int)says[problem], NULL);
}

static void take_phone(struct talk *t)
{
	const struct understanding *u = t->ev->said;
	struct frame *f = t->f;

	for (size_t i = 0; i < u->phones_n; i++) {
		const struct phone *p = &u->phone[i];

		if (p->problem != PHONE_GOOD) {
			t->heard.problem = phone_problem(t, p->problem);
			t->heard.is_phone_problem = true;
			continue;
		}
		/* A landline gets no SMS; said twice, it is meant. */
		if (!p->is_mobile && !f->is_landline_fine &&
			strncmp(p->e164, "+7", 2) == 0) {
			f->is_landline_fine = true;
			f->landline = arena_text(t->a, p->e164);
			t->heard.problem =
				talk_text(t, SAY_PHONE_LANDLINE, NULL);
			t->heard.is_phone_problem = true;
			continue;
		}
		f->phone = arena_text(t->a, p->e164);
		t->heard.has_phone = true;
		t->heard.problem = NULL;
		t->heard.is_phone_problem = false;
		return;
	}
}

/* The longest horizon where the service is not known yet. */
static int horizon_days(const struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	const struct service *s = talk_service(t);
	int days = 0;

	if (s != NULL)
		return s->horizon_days;
	for (size_t i = 0; i < c->services_n; i++)
		if (c->services[i].horizon_days > days)
			days = c->services[i].horizon_days;
	return days;
}

static void when_problem(struct talk *t, const char *text)
{
	t->heard.problem = text;
	t->heard.is_when_problem = true;
}

static void take_days(struct talk *t, const struct when *when)
{
	struct wish *wish = &t->f->wish;
	int64_t today = talk_today(t);
	int64_t first = when->day_first, last = when->day_last;

	if (when->open == WHEN_AFTER && !when->has_clock)
		last = first + DAYS_OPEN;
	if (when->open == WHEN_BEFORE && !when->has_clock)
		first = today;
	/* «20 ноября» on the 23rd is no day of the next year. */
	if (first > today + horizon_days(t) && first == last &&
		first - YEAR_DAYS < today &&
		first - YEAR_DAYS >= today - JUST_PAST_DAYS) {
		when_problem(t, talk_text(t, SAY_DAY_PAST, NULL));
		return;
	}
	if (first > today + horizon_days(t)) {
		const char *date = wording_for_day(
			today + horizon_days(t), today, t->w->is_english, t->a);

		when_problem(t,
			talk_text(t, SAY_DAY_FAR, TALK_VARS({"date", date})));
		return;
	}
	wish->has_day = true;
	wish->is_day_guessed = false;
	wish->day_first = first < today ? today : first;
	wish->day_last = last;
}

static void take_clock(struct talk *t, const struct when *when)
{
	struct wish *wish = &t->f->wish;
	int from = when->clock_from, to = when->clock_to;

	if (when->is_about && from == to) {
		from = from > ABOUT_MIN ? from - ABOUT_MIN : 0;
		to = to + ABOUT_MIN < 1440 ? to + ABOUT_MIN + 1 : 1440;
	}
	wish->has_clock = true;
	wish->clock_from = from;
	wish->clock_to = to;
	/* «а утром?» means the day just offered. */
	if (!when->has_day && t->f->offers_n > 0) {
		const struct offer *o = &t->f->offer[0];
		int64_t day =
			zone_day(offer_zone(t->w, o->branch_id), o->start_at);

		wish->is_day_guessed |= !wish->has_day;
		if (!wish->has_day || day < wish->day_first ||
			day > wish->day_last)
			wish->day_first = wish->day_last = day;
		wish->has_day = true;
	}
}

/* «вчера заболел зуб», «инсульт год назад»: told, not wished. */
static bool is_history(const struct talk *t, const struct when *when)
{
	return t->heard.subject.has_symptom ||
	       t->ev->said->redflag != REDFLAG_NONE ||
	       (t->heard.has_subject && !when->has_clock);
}

static void take_when(struct talk *t, const struct when *when)
{
	bool has_taken = false;

	if (when->is_invalid) {
		const char *text = arena_copy(t->a, t->ev->text + when->begin,
			when->end - when->begin);

		when_problem(t,
			talk_text(t, SAY_DAY_WRONG, TALK_VARS({"date", text})));
		return;
	}
	if (when->is_past) {
		if (!is_history(t, when))
			when_problem(t, talk_text(t, SAY_DAY_PAST, NULL));
		return;
	}
	if (when->has_day && !when->is_negated) {
		take_days(t, when);
		has_taken = !t->heard.is_when_problem;
	}
	if (when->has_clock && !when->is_negated) {
		take_clock(t, when);
		has_taken = true;
	}
	if (has_taken) {
		t->f->wish.is_any = false;
		t->heard.has_when = true;
	}
}

static void take_whens(struct talk *t)
{
	const struct understanding *u = t->ev->said;
	bool has_day = false;

	/* «а в субботу работаете?» asks, and wishes nothing. */
	if (talk_wants(t, INTENT_HOURS) && u->is_question &&
		!talk_wants(t, INTENT_BOOK))
		return;

	for (size_t i = 0; i < u->whens_n; i++) {
		bool names_day = u->when[i].has_day && !u->when[i].is_negated;
		int64_t first = t->f->wish.day_first;

		take_when(t, &u->when[i]);
		/* «завтра или послезавтра» is a stretch of days. */
		if (has_day && names_day && !u->is_correction &&
			t->f->wish.day_last > first)
			t->f->wish.day_first = first;
		has_day |= names_day;
	}
	if (t->heard.has_when) {
		t->heard.problem = NULL;
		t->heard.is_when_problem = false;
	}
}

static bool is_years_word(const char *low)
{
	static const char *const words[] = {"год", "года", "лет", "годик",
		"годика", "годиков", "летний", "летняя", "летнего", "летней"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i], low) == 0)
			return true;
	return false;
}

/* «ребёнку 5 лет», «8 месяцев»; «лет 10 назад» is no age. */
static void take_age(struct talk *t)
{
	struct tokens words =
		tokens_cut(t->ev->text, strlen(t->ev->text), t->a);

	for (size_t i = 0; i + 1 < words.n; i++) {
		const struct token *number = &words.token[i];
		const char *word = words.token[i + 1].low;

		if (number->kind != TOKEN_NUMBER || number->number < 0 ||
			number->number > 120 ||
			words.token[i + 1].kind != TOKEN_WORD)
			continue;
		if (i + 2 < words.n && words.token[i + 2].kind == TOKEN_WORD &&
			strcmp(words.token[i + 2].low, "назад") == 0)
			continue;
		if (is_years_word(word)) {
			t->f->age = (int)number->number;
			t->heard.has_age = true;
		} else if (strncmp(word, "месяц", strlen("месяц")) == 0) {
			t->f->age = 0;
			t->heard.has_age = true;
		}
	}
}

static void take_complaint(struct talk *t)
{
	char *text;

	if (!t->heard.subject.has_symptom || t->f->complaint[0])
		return;
	text = arena_text(t->a, t->ev->text);
	text_cut(text, FRAME_COMPLAINT_MAX);
	t->f->complaint = text;
}

void fact_take(struct talk *t)
{
	const struct understanding *u = t->ev->said;
	const struct name *name;

	subject_of(u, &t->heard.subject);
	name = patients_name(t);
	/* The patient's own name is no doctor's. */
	for (size_t i = 0; name != NULL && i < u->mentions_n; i++)
		if (u->mention[i].kind == SUBJECT_DOCTOR &&
			overlaps(name->begin, name->end, u->mention[i].begin,
				u->mention[i].end))
			t->heard.subject.doctor_id = 0;
	subject_lead(t->w->catalogue, u, &t->heard.subject);
	take_name(t);
	t->heard.has_subject =
		subject_take(t->w->catalogue, &t->heard.subject, t->f);
	take_whens(t);
	take_phone(t);
	take_age(t);
	take_complaint(t);
}
