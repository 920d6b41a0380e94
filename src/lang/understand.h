#ifndef LANG_UNDERSTAND_H
#define LANG_UNDERSTAND_H
/*
 * lang/understand - everything that one turn of a patient says, at once: the
 * narrow door through which a dialogue looks at a text.
 *
 * Decides nothing: it names what stands in the text and where.  Pure, linear
 * in the text, never fails; what it does not understand is simply not listed.
 */
#include "lang/detail.h"
#include "lang/intent.h"
#include "lang/name.h"
#include "lang/phone.h"
#include "lang/redflag.h"
#include "lang/vocabulary.h"
#include "lang/when.h"

/* What was asked just before; it decides how a bare word or number is read. */
enum understand_hint {
	HINT_NONE,
	HINT_NAME,    /* how are you called: unknown words may be a name */
	HINT_PHONE,   /* short numbers are reported as bad phones */
	HINT_SUBJECT, /* which doctor or service */
	HINT_WHEN,    /* when: a bare "15" is a time or a day */
	HINT_CHOICE,  /* one of the listed times: "2" is the second */
	HINT_YES_NO,
	HINTS /* how many */
};

struct lang_context {
	const struct lang *lang;
	int64_t now;                         /* unix s UTC */
	const struct zone *zone;             /* the clinic's or the branch's */
	const struct vocabulary *vocabulary; /* NULL: no mentions */
	enum understand_hint hint;
};

struct understanding {
	/* Best first.  Where nothing at all is recognised in a turn that
	 * answers no question, the one sure guess of the shipped model, if
	 * there is one, over the whole text. */
	const struct intent_guess *intent;
	size_t intents_n;
	const struct when *when; /* left to right, as are the rest */
	size_t whens_n;
	const struct phone *phone;
	size_t phones_n;
	const struct name *name;
	size_t names_n;
	const struct detail *detail;
	size_t details_n;
	const struct mention *mention;
	size_t mentions_n;

	enum redflag redflag; /* look at it first */
	/* No red flag is known, but the turn sounds like an emergency: enough
	 * for a word about 103, not for leaving the dialogue. */
	bool may_be_grave;

	/* Whom to see with the complaint that the turn tells: a profession in
	 * the nominative.  NULL: it tells none, or it is not clear.  A word of
	 * the clinic's own in the text says more. */
	const char *specialist;

	/* An option named by its place: "первое", "второй вариант", "2":
	 * 1, 2, ...; -1 for "последнее"; 0 none. */
	int choice;
	/* A number that is nothing else: the whole text is "7" or "на
	 * десять"; with HINT_CHOICE also an hour among other words, "нет,
	 * лучше 10".  has_number says whether it counts. */
	bool has_number;
	int64_t number;

	/* "на час позже", "на полчаса раньше", "на неделю позже": minutes to
	 * add to the time on the table; 0 none.  Its words are no `when`. */
	int shift_min;

	/* The turn takes something back: "нет, лучше в среду", "ой, не
	 * завтра, а в пятницу".  What is_negated marks is to be dropped, what
	 * is named without it takes its place. */
	bool is_correction;
	bool is_question; /* ends with ? or begins with a question word */
	bool is_wordless; /* no letter and no digit: emoji only, blanks */
};

/*
 * Understands `text` (any bytes, at most CHAT_TEXT_BYTES_MAX are read).
 * Everything in *out lives in `a`; spans are bytes of `text`.
 */
void understand(const struct lang_context *ctx, const char *text,
	struct arena *a, struct understanding *out);

/* The score of `intent` in `u`, 0 if it is not there. */
int understanding_score(const struct understanding *u, enum intent intent);

#endif
