#ifndef CORE_TALK_H
#define CORE_TALK_H
/*
 * core/talk - the working set of one step of a dialogue, and the few verbs
 * with which its parts speak and act.  For the files of the dialogue only.
 */
#include "core/dialogue.h"
#include "core/subject.h"

/* What this turn brought. */
struct heard {
	struct subject subject;
	bool has_name, has_phone, has_subject, has_when, has_age;
	/* A fact that cannot be taken as it is; said before the question. */
	const char *problem;
	bool is_phone_problem; /* asks for the number by itself */
	bool is_when_problem;  /* the nearest times are offered with it */
	bool is_closed;        /* the answer wants no question behind it */
};

struct talk {
	const struct dialogue_world *w;
	struct frame *f;
	const struct dialogue_event *ev;
	struct arena *a;
	struct dialogue_out *out;
	struct heard heard;
};

#define TALK_VARS(...)                                                         \
	(const struct script_var[])                                            \
	{                                                                      \
		__VA_ARGS__,                                                   \
		{                                                              \
			0                                                      \
		}                                                              \
	}

/* A text of the script in the language of the talk. */
const char *talk_text(struct talk *t, int text, const struct script_var *vars);

/* Says a text as a message of its own; the action, for its buttons. */
struct dialogue_action *talk_say(struct talk *t, const char *text);
void talk_button(struct talk *t, struct dialogue_action *said, enum say label,
	const char *send);
/* Puts a sentence before the next offer or question. */
void talk_lead(struct talk *t, const char *text);
/* `text` behind the lead, which is used up. */
const char *talk_with_lead(struct talk *t, const char *text);

/* Adds an action of another kind. */
struct dialogue_action *talk_do(struct talk *t, enum dialogue_action_kind kind);
/* Calls a person, once a dialogue for the same reason is enough. */
void talk_hand(struct talk *t, enum dialogue_hand why);

/* Asks the question of the step that fills `fill`. */
void talk_ask(struct talk *t, enum script_fill fill);
/* Asks the open question again; says nothing if none is open. */
void talk_ask_again(struct talk *t);
/* Goes on to whatever is to be asked or done next. */
void talk_advance(struct talk *t);
/* Asks for free times by the wish and the seeking. */
void talk_find(struct talk *t);
void talk_release_hold(struct talk *t);
/* Another person is meant from now on. */
void talk_forget_name(struct talk *t);
void talk_offer_buttons(struct talk *t, struct dialogue_action *said);

/* An intent counts in this turn from this score on. */
enum { TALK_SCORE_MIN = 40 };
int talk_intent(const struct talk *t, enum intent intent);
bool talk_wants(const struct talk *t, enum intent intent);
/* The turn named a fact, or something that looks like one. */
bool talk_heard_anything(const struct talk *t);

/* «терапевт Петрова А. А.: завтра, 24 ноября, в 15:30» */
const char *talk_visit(struct talk *t, const struct frame_visit *visit);
/* The service of the frame, or NULL. */
const struct service *talk_service(const struct talk *t);
/* The catalogue's telephone for patients. */
const char *talk_phone(struct talk *t);
int64_t talk_today(const struct talk *t);

/*
 * The parts.  Each returns true if it took the turn, and then has said what
 * there was to say.
 */
void fact_take(struct talk *t);  /* core/fact: fills t->heard and the frame */
bool reply_give(struct talk *t); /* core/reply: answers questions; the turn
				    may go on */
/* core/choice: the answer to an open offer. */
bool choice_offer(struct talk *t);
/* Wishes the time of `from`, moved by «на час позже». */
void choice_shift(struct talk *t, const struct offer *from);
bool choice_other(struct talk *t);
bool choice_other_doctor(struct talk *t);
bool choice_other_branch(struct talk *t);
void result_take(struct talk *t);    /* core/result: what app brings back */
bool own_visit_take(struct talk *t); /* core/own: move, cancel, confirm */
void own_visit_event(struct talk *t);
void own_visit_ask_again(struct talk *t);
/* The visit that was to be moved stays where it is. */
void own_visit_keep(struct talk *t);

#endif
