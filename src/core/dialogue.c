/*
 * The order in which a turn is read: an alarm before everything, then what the
 * patient wants done (a person, to stop, to cancel), then what was asked on
 * the way, then the answer to the open question, and last whatever facts came
 * along.  Facts are taken before any of it, so that «сколько стоит терапевт,
 * меня зовут Иван» loses nothing.
 */
#include "core/dialogue.h"

#include <string.h>

#include "base/limits.h"
#include "core/offer.h"
#include "core/talk.h"
#include "core/wording.h"

enum {
	SCORE_MIN = 40,
	MISSED_MAX = 2, /* turns not understood before a person is offered */
	EVENING_MIN = 17 * 60,
	NOON_MIN = 12 * 60,
};

static const char *const hand_names[HANDS] = {
	[HAND_ASKED] = "asked",
	[HAND_ALARM] = "alarm",
	[HAND_QUESTION] = "question",
	[HAND_COMPLAINT] = "complaint",
	[HAND_WAITLIST] = "waitlist",
	[HAND_TROUBLE] = "trouble",
};

const char *dialogue_hand_name(enum dialogue_hand hand)
{
	return hand_names[hand];
}

/* --- the alarm ------------------------------------------------------- */

static bool take_alarm(struct talk *t)
{
	static const enum say says[REDFLAGS] = {
		[REDFLAG_NONE] = SAY_ALARM_103,
		[REDFLAG_HEART] = SAY_ALARM_103,
		[REDFLAG_STROKE] = SAY_ALARM_103,
		[REDFLAG_SUICIDE] = SAY_ALARM_SUICIDE,
		[REDFLAG_BLEEDING] = SAY_ALARM_BLEEDING,
		[REDFLAG_BREATH] = SAY_ALARM_103,
		[REDFLAG_ALLERGY] = SAY_ALARM_ALLERGY,
		[REDFLAG_UNCONSCIOUS] = SAY_ALARM_103,
		[REDFLAG_CHILD] = SAY_ALARM_CHILD,
		[REDFLAG_POISON] = SAY_ALARM_POISON,
		[REDFLAG_INJURY] = SAY_ALARM_103,
		[REDFLAG_PREGNANCY] = SAY_ALARM_PREGNANCY,
		[REDFLAG_ABDOMEN] = SAY_ALARM_103,
		[REDFLAG_INFECTION] = SAY_ALARM_103,
		[REDFLAG_EYE] = SAY_ALARM_103,
		[REDFLAG_LIMB] = SAY_ALARM_103,
		[REDFLAG_GROIN] = SAY_ALARM_103,
	};
	enum redflag flag = t->ev->said->redflag;

	if (flag == REDFLAG_NONE)
		return false;
	talk_say(t, talk_text(t, (int)says[flag],
			    TALK_VARS({"phone", talk_phone(t)})));
	talk_hand(t, HAND_ALARM);
	t->f->is_alarm = true;
	/* What was named along with it is kept, the times shown are old. */
	if (t->heard.has_subject || t->heard.has_when) {
		talk_release_hold(t);
		t->f->has_chosen = false;
		t->f->offers_n = 0;
	}
	return true;
}

/* What sounds grave gets a word about 103, and the dialogue goes on. */
static void warn(struct talk *t)
{
	if (t->ev->said->may_be_grave && !t->f->is_alarm)
		talk_say(t, talk_text(t, SAY_ALARM_MAYBE, NULL));
}

/* After an alarm nothing goes on by itself. */
static bool take_after_alarm(struct talk *t)
{
	struct dialogue_action *said;

	if (!t->f->is_alarm)
		return false;
	if (t->heard.subject.phrase[PHRASE_CONTINUE] ||
		talk_wants(t, INTENT_BOOK) || t->heard.has_subject ||
		t->heard.has_when) {
		t->f->is_alarm = false;
		return false;
	}
	said = talk_say(t, talk_text(t, SAY_ALARM_STILL,
				   TALK_VARS({"phone", talk_phone(t)})));
	talk_button(t, said, SAY_BUTTON_CONTINUE, "продолжить запись");
	talk_button(t, said, SAY_BUTTON_OPERATOR, "позовите администратора");
	return true;
}

/* --- texts that are none --------------------------------------------- */

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* Latin words and not one Cyrillic letter. */
static bool is_foreign(const char *text)
{
	const char *p = text, *end = text + strlen(text);
	size_t latin = 0;

	while (p < end) {
		uint32_t c = text_lower_char(text_next(&p, end));

		if (c >= 0x400 && c < 0x530)
			return false;
		latin += (c >= 'a' && c <= 'z') || c > 0x530;
	}
	return latin >= 3;
}

static bool take_unreadable(struct talk *t)
{
	const struct understanding *u = t->ev->said;
	int say = -1;

	if (is_blank(t->ev->text))
		say = SAY_EMPTY;
	else if (u->is_wordless && u->intents_n == 0)
		say = SAY_WORDLESS;
	else if (u->intents_n == 0 && !talk_heard_anything(t) &&
		 is_foreign(t->ev->text))
		say = SAY_FOREIGN;
	if (say < 0)
		return false;
	talk_lead(t, talk_text(t, say, TALK_VARS({"phone", talk_phone(t)})));
	talk_ask_again(t);
	return true;
}

/* --- what the patient wants done ------------------------------------- */

static bool take_operator(struct talk *t)
{
	bool is_complaint = talk_wants(t, INTENT_COMPLAINT);

	if (!is_complaint && !talk_wants(t, INTENT_OPERATOR))
		return false;
	talk_say(t,
		talk_text(t, SAY_HANDED, TALK_VARS({"phone", talk_phone(t)})));
	talk_hand(t, is_complaint ? HAND_COMPLAINT : HAND_ASKED);
	return true;
}

static bool take_restart(struct talk *t)
{
	if (!talk_wants(t, INTENT_RESTART))
		return false;
	talk_release_hold(t);
	frame_next(t->f);
	talk_lead(t, talk_text(t, SAY_RESTARTED, NULL));
	talk_advance(t);
	return true;
}

static bool take_abuse(struct talk *t)
{
	struct dialogue_action *said;

	if (!talk_wants(t, INTENT_ABUSE) || talk_heard_anything(t))
		return false;
	said = talk_say(t,
		talk_text(t, SAY_ABUSE, TALK_VARS({"phone", talk_phone(t)})));
	talk_button(t, said, SAY_BUTTON_OPERATOR, "позовите администратора");
	return true;
}

/* --- other open questions -------------------------------------------- */

static bool take_when_words(struct talk *t)
{
	struct wish *wish = &t->f->wish;

	if (t->heard.has_when)
		return false;
	if (talk_wants(t, INTENT_SOONEST)) {
		*wish = (struct wish){.is_any = true};
	} else if (t->f->question != FILL_WHEN) {
		return false;
	} else if (talk_wants(t, INTENT_ANY) || talk_wants(t, INTENT_UNSURE)) {
		wish->is_any = true;
	} else if (talk_wants(t, INTENT_EARLIER)) {
		*wish = (struct wish){.has_clock = true, .clock_to = NOON_MIN};
	} else if (talk_wants(t, INTENT_LATER)) {
		*wish = (struct wish){.has_clock = true,
			.clock_from = EVENING_MIN,
			.clock_to = 1440};
	} else {
		return false;
	}
	t->heard.has_when = true;
	return false; /* a fact like any other */
}

static bool refuses_phone(const struct talk *t)
{
	enum script_fill q = t->f->question;

	return t->heard.subject.phrase[PHRASE_REFUSE_PHONE] ||
	       ((q == FILL_PHONE || q == FILL_CONTACT) &&
		       !talk_heard_anything(t) && talk_wants(t, INTENT_NO));
}

/* No mobile number: the landline it is. */
static bool takes_landline(struct talk *t)
{
	struct frame *f = t->f;

	if (!f->landline[0] ||
		(!refuses_phone(t) && !talk_wants(t, INTENT_YES)))
		return false;
	f->phone = f->landline;
	t->heard.has_phone = true;
	return true;
}

static bool take_contact_words(struct talk *t)
{
	struct frame *f = t->f;

	if (f->phone[0] || t->heard.has_phone || takes_landline(t) ||
		!refuses_phone(t))
		return false;
	if (f->is_phone_refused && f->question != FILL_OFFER) {
		talk_say(t, talk_text(t, SAY_PHONE_HAND,
				    TALK_VARS({"phone", talk_phone(t)})));
		talk_hand(t, HAND_ASKED);
		return true;
	}
	talk_lead(t, talk_text(t, SAY_PHONE_WHY,
			     TALK_VARS({"phone", talk_phone(t)})));
	f->is_phone_refused = true;
	/* Who holds back his number may still look at the times. */
	if (f->question == FILL_NOTHING)
		f->question = FILL_PHONE;
	talk_ask_again(t);
	return true;
}

/* «узи»: which of them? */
static bool ask_which_service(struct talk *t)
{
	const struct catalogue *c = t->w->catalogue;
	const struct subject *s = &t->heard.subject;
	struct dialogue_action *said;
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < s->options_n; i++) {
		int at = catalogue_service(c, s->option[i]);

		if (s->option[i] == t->f->service_id)
			return false;
		buf_print(&b, "%s%s", i > 0 ? ", " : "",
			at < 0 ? "" : c->services[at].name);
	}
	if (s->options_n == 0 || s->doctor_id != 0)
		return false;
	said = talk_say(
		t, talk_text(t, SAY_WHICH_SERVICE, TALK_VARS({"list", b.p})));
	for (size_t i = 0; i < s->options_n; i++) {
		int at = catalogue_service(c, s->option[i]);
		const char *name = at < 0 ? "" : c->services[at].name;

		said->button[said->buttons_n++] =
			(struct dialogue_button){name, name};
	}
	t->f->question = FILL_SUBJECT;
	return true;
}

/* The complaint led to a doctor: say to whom, never what it is. */
static void tell_speciality(struct talk *t)
{
	const struct service *s = talk_service(t);

	if (s == NULL || !t->heard.has_subject ||
		!t->heard.subject.has_symptom ||
		t->heard.subject.service_id != 0 ||
		t->heard.subject.doctor_id != 0)
		return;
	talk_lead(t, talk_text(t, SAY_SYMPTOM,
			     TALK_VARS({"profession", s->profession},
				     {"service", s->name})));
}

static bool tell_absent(struct talk *t)
{
	const struct subject *s = &t->heard.subject;

	if (!s->is_absent || s->service_id != 0 || s->symptom_service_id != 0)
		return false;
	talk_lead(t, talk_text(t, SAY_NO_SUCH_DOCTOR, NULL));
	return true;
}

/*
 * Neither doctor nor complaint: whom to begin with is said at any question that
 * comes before the one for the doctor.
 */
static bool is_lost(const struct talk *t)
{
	enum script_fill q = t->f->question;

	if (q == FILL_SUBJECT)
		return talk_wants(t, INTENT_UNSURE) ||
		       talk_wants(t, INTENT_SYMPTOM) ||
		       (t->heard.subject.has_symptom &&
			       t->heard.subject.symptom_service_id == 0);
	return (q == FILL_CONTACT || q == FILL_NAME) && t->f->service_id == 0 &&
	       talk_wants(t, INTENT_UNSURE);
}

/* «запишите мужа»: his name is another one, the phone may stay. */
static bool take_relative(struct talk *t)
{
	struct frame *f = t->f;
	bool has_phone = f->phone[0] != '\0';

	if (t->heard.subject.phrase[PHRASE_BOTH]) {
		talk_lead(t, talk_text(t, SAY_ONE_BY_ONE, NULL));
		return false;
	}
	if (!t->heard.subject.phrase[PHRASE_RELATIVE] || t->heard.has_name ||
		(!talk_wants(t, INTENT_BOOK) && f->question != FILL_NOTHING))
		return false;
	talk_forget_name(t);
	if (!t->heard.has_age)
		f->age = -1;
	/* «и сына тоже»: to the doctor just booked. */
	if (f->service_id == 0 && f->visits_n > 0 &&
		t->heard.subject.phrase[PHRASE_SAME]) {
		f->service_id = f->visit[f->visits_n - 1].service_id;
		f->doctor_id = f->visit[f->visits_n - 1].at.doctor_id;
	}
	tell_speciality(t);
	if (!tell_absent(t) && f->lead == NULL)
		talk_lead(t, talk_text(t, SAY_OF_COURSE, NULL));
	talk_say(t, talk_with_lead(t, talk_text(t,
					      has_phone ? SAY_RELATIVE_NAME
							: SAY_RELATIVE_CONTACT,
					      NULL)));
	f->question = has_phone ? FILL_NAME : FILL_CONTACT;
	return true;
}

static bool take_subject_words(struct talk *t)
{
	const struct heard *h = &t->heard;

	if (ask_which_service(t))
		return true;
	if (tell_absent(t)) {
		talk_ask(t, FILL_SUBJECT);
		return true;
	}
	if (!h->has_subject && is_lost(t)) {
		talk_lead(t, talk_text(t, SAY_SYMPTOM_UNKNOWN, NULL));
		talk_ask_again(t);
		return true;
	}
	return false;
}

/* --- the end of a turn ----------------------------------------------- */

static bool take_small_talk(struct talk *t)
{
	if (talk_wants(t, INTENT_GREETING) && !t->f->has_greeted &&
		!talk_heard_anything(t)) {
		t->f->has_greeted = true;
		talk_lead(t, talk_text(t, SAY_WELCOME, NULL));
		if (t->f->question == FILL_NOTHING)
			talk_advance(t);
		else
			talk_ask_again(t);
		return true;
	}
	/* «нет» to "when?" after «нет» to the times; «нет, на этой неделе не
	 * могу» only refuses a day. */
	if (t->f->question == FILL_WHEN && talk_wants(t, INTENT_NO) &&
		!talk_heard_anything(t) && t->ev->said->whens_n > 0) {
		talk_say(t, talk_text(t, SAY_OTHER_TIME_WHICH, NULL));
		return true;
	}
	if (t->f->question == FILL_WHEN && talk_wants(t, INTENT_NO) &&
		!talk_heard_anything(t)) {
		frame_next(t->f);
		talk_say(t, talk_text(t, SAY_STOPPED, NULL));
		return true;
	}
	if (t->f->question != FILL_NOTHING || talk_heard_anything(t))
		return false;
	if (talk_wants(t, INTENT_YES) && t->f->visits_n > 0) {
		talk_say(
			t, talk_text(t, SAY_ALREADY,
				   TALK_VARS({"what",
					   talk_visit(t,
						   &t->f->visit[t->f->visits_n -
								1])})));
		return true;
	}
	if (talk_wants(t, INTENT_NO) && !talk_wants(t, INTENT_BOOK)) {
		talk_say(t, talk_text(t, SAY_NOTHING_OPEN, NULL));
		return true;
	}
	return false;
}

static void not_understood(struct talk *t)
{
	struct frame *f = t->f;
	struct dialogue_action *said;

	f->missed_n++;
	if (f->is_handed) {
		talk_say(t, talk_text(t, SAY_HANDED_STILL, NULL));
		return;
	}
	if (f->missed_n < MISSED_MAX) {
		talk_lead(t, talk_text(t, SAY_NOT_UNDERSTOOD, NULL));
		talk_ask_again(t);
		return;
	}
	said = talk_say(t, talk_text(t, SAY_NOT_UNDERSTOOD_AGAIN,
				   TALK_VARS({"phone", talk_phone(t)})));
	talk_button(t, said, SAY_BUTTON_CONTINUE, "продолжить запись");
	talk_button(t, said, SAY_BUTTON_OPERATOR, "позовите администратора");
}

static void go_on(struct talk *t)
{
	struct frame *f = t->f;
	const struct heard *h = &t->heard;

	f->missed_n = 0;
	if (h->is_phone_problem && !f->phone[0]) {
		talk_say(t, talk_with_lead(t, h->problem));
		f->question = f->first[0] ? FILL_PHONE : FILL_CONTACT;
		return;
	}
	if (h->problem != NULL)
		talk_lead(t, h->problem);
	if (h->is_when_problem && f->service_id != 0)
		f->wish.is_any = true;
	tell_speciality(t);
	/* Another subject or time makes the times shown old. */
	if (h->has_subject || h->has_when || h->is_when_problem) {
		f->has_chosen = false;
		talk_release_hold(t);
	}
	if (f->question == FILL_OFFER && f->offers_n > 0 && !h->has_subject &&
		!h->has_when && !h->is_when_problem) {
		talk_ask_again(t);
		return;
	}
	talk_advance(t);
}

static bool may_go_on(const struct talk *t)
{
	return talk_heard_anything(t) || t->heard.has_when ||
	       talk_wants(t, INTENT_BOOK) ||
	       t->heard.subject.phrase[PHRASE_CONTINUE];
}

typedef bool take_fn(struct talk *t);

static void step_said(struct talk *t)
{
	static take_fn *const takes[] = {
		take_after_alarm,
		take_unreadable,
		take_operator,
		take_abuse,
		take_restart,
		take_contact_words,
		own_visit_take,
		choice_other,
		choice_other_doctor,
		choice_other_branch,
		take_when_words,
	};
	static take_fn *const answers[] = {
		choice_offer,
		take_relative,
		take_subject_words,
		take_small_talk,
	};
	bool was_answered;

	fact_take(t);
	if (take_alarm(t))
		return;
	warn(t);
	for (size_t i = 0; i < ARRAY_LEN(takes); i++)
		if (takes[i](t))
			return;
	was_answered = reply_give(t);
	if (was_answered && t->heard.is_closed)
		return;
	for (size_t i = 0; !was_answered && i < ARRAY_LEN(answers); i++)
		if (answers[i](t))
			return;
	if (may_go_on(t))
		go_on(t);
	else if (was_answered)
		talk_ask_again(t);
	else
		not_understood(t);
}

void dialogue_step(const struct dialogue_world *w, struct frame *f,
	const struct dialogue_event *ev, struct arena *a,
	struct dialogue_out *out)
{
	struct talk t = {.w = w, .f = f, .ev = ev, .a = a, .out = out};

	out->n = 0;
	switch (ev->kind) {
	case EVENT_SAID:
		f->seek = SEEK_WISH;
		f->lead = NULL;
		step_said(&t);
		break;
	case EVENT_FREE:
	case EVENT_HELD:
	case EVENT_BOOKED:
	case EVENT_MOVED:
	case EVENT_CANCELLED:
	case EVENT_CONFIRMED:
	case EVENT_TAKEN:
	case EVENT_CLASH:
	case EVENT_FAILED:
	case DIALOGUE_EVENTS:
		result_take(&t);
		break;
	}
}

static enum say hello(const struct dialogue_world *w)
{
	struct civil c;

	zone_local(w->zones[0], w->now, &c);
	if (c.hour >= 6 && c.hour < 18)
		return SAY_HELLO;
	return c.hour >= 18 && c.hour < 23 ? SAY_HELLO_EVENING
					   : SAY_HELLO_NIGHT;
}

const char *dialogue_greeting(
	const struct dialogue_world *w, struct frame *f, struct arena *a)
{
	const char *word =
		script_say(w->script, (int)hello(w), w->is_english, NULL, a);

	f->question = w->script->step[w->script->start].fill;
	return script_say(w->script, SAY_GREETING, w->is_english,
		TALK_VARS({"hello", word}), a);
}

enum understand_hint dialogue_hint(
	const struct dialogue_world *w, const struct frame *f)
{
	const struct script_step *step =
		script_step_for(w->script, f->question);

	return step != NULL ? step->hint : HINT_NONE;
}
