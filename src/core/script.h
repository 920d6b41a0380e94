#ifndef CORE_SCRIPT_H
#define CORE_SCRIPT_H
/*
 * core/script - the data that drives a dialogue: the order of its questions,
 * every text it says, in Russian and English, and the patients' own words for
 * symptoms and refusals.
 *
 *    {"steps": [{"id", "fills", "may_wait", "ask", "hint", "buttons", "next"}],
 *     "start": id,
 *     "answers": {intent: {"text", "then"}},
 *     "phrases": {phrase: [words…]},
 *     "symptoms": [{"professions": […], "words": […]}],
 *     "specialities": [words…],
 *     "texts": {id: {"ru", "en"}}}
 *
 * Checked when read, so that a dialogue cannot get lost in it: every target
 * and text exists, every chain of steps ends, each text has both languages
 * with the same variables, and whatever the engine names is there.  Immutable.
 */
#include "base/json.h"
#include "core/say.h"
#include "lang/intent.h"
#include "lang/understand.h"

/* Which fact a step asks for. */
enum script_fill {
	FILL_NOTHING, /* nothing is asked */
	FILL_CONTACT, /* name and phone together */
	FILL_NAME,
	FILL_PHONE,
	FILL_SUBJECT, /* doctor or service */
	FILL_WHEN,
	FILL_OFFER, /* one of the times offered */
	FILL_WHICH, /* which of the own visits */
	FILL_SURE,  /* really cancel? */
	FILLS       /* how many */
};

/* What follows an answer. */
enum script_then {
	THEN_RESUME, /* the open question again */
	THEN_HAND,   /* a person is called */
	THEN_STAY,   /* nothing more is said */
	THENS        /* how many */
};

/* Turns of speech that steer the engine. */
enum script_phrase {
	PHRASE_REFUSE_PHONE, /* зачем телефон, не дам номер */
	PHRASE_RELATIVE, /* записать мужа, для ребёнка */
	PHRASE_KEEP,     /* оставьте как есть */
	PHRASE_SAME,     /* сына тоже, туда же */
	PHRASE_BOTH,     /* меня и мужа */
	PHRASE_DISCOUNT, /* скидки пенсионерам */
	PHRASE_CONTINUE, /* продолжить запись */
	PHRASES          /* how many */
};

struct script_button {
	const char *label[2]; /* Russian, English */
	const char *send;     /* what a press says, Russian */
};

struct script_step {
	const char *id;
	enum script_fill fill;
	bool may_wait; /* asked after the offer if the rest is known */
	int ask;       /* text */
	enum understand_hint hint;
	const struct script_button *button;
	size_t buttons_n;
	int next; /* step, -1: the end */
};

struct script_answer {
	int text; /* -1: the engine answers from the catalogue */
	enum script_then then;
};

struct script_text {
	const char *id;
	const char *as[2]; /* Russian, English; {variables} inside */
};

struct script_symptom {
	const char *const *profession; /* the first that the clinic has */
	size_t professions_n;
	const char *const *word;
	size_t words_n;
};

struct script_words {
	const char *const *word;
	size_t n;
};

struct script {
	const struct script_step *step;
	size_t steps_n;
	int start; /* step */
	struct script_answer answer[INTENTS];
	struct script_words phrase[PHRASES];
	const struct script_symptom *symptom;
	size_t symptoms_n;
	/* What people ask for, whether the clinic has it or not. */
	struct script_words specialities;
	const struct script_text *text; /* the first SAYS are enum say */
	size_t texts_n;
};

/*
 * Reads and checks a script of `n` bytes of JSON into `a`, where it lives.
 * ERR_INVALID names the step, text or key that is wrong.
 */
MUST_USE bool script_read(struct arena *a, const char *p, size_t n,
	struct script *out, struct err *e);

/* As script_read of a document that is parsed; `j` lives as long as *out. */
MUST_USE bool script_read_json(struct arena *a, const struct json *j,
	struct script *out, struct err *e);

/* The step that fills `fill`, or NULL if the script has none. */
const struct script_step *script_step_for(
	const struct script *s, enum script_fill fill);

struct script_var {
	const char *name;
	const char *value; /* NULL ends a list of variables */
};

/*
 * Returns text `text` (enum say, or a step's or answer's) with its variables
 * filled in; one that is not in `vars` (ends with {0}; may be NULL) becomes
 * empty.  Lives in `a`; at most SCRIPT_TEXT_BYTES_MAX, then cut.
 */
const char *script_say(const struct script *s, int text, bool is_english,
	const struct script_var *vars, struct arena *a);

/* Stable names, as stored. */
const char *script_fill_name(enum script_fill fill);
enum script_fill script_fill_named(const char *name); /* FILL_NOTHING */

#endif
