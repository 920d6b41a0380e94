#ifndef LANG_VOCABULARY_H
#define LANG_VOCABULARY_H
/*
 * lang/vocabulary - the clinic's own words found in a text: services,
 * specialities, doctors, branches, or whatever else the caller lists.
 *
 * Matches by stems, so every case is found; forgives typos, a keyboard that
 * was not switched ("rfhlbjku", "pe,yjq"), Latin letters ("terapevt"), a blank
 * left out ("ктерапевту"), and knows how people call specialities ("ухо, горло,
 * нос", "зубной", "женский врач").
 */
#include "lang/lang.h"
#include "lang/token.h"

/* One name of one thing; a thing with synonyms is several entries. */
struct vocabulary_entry {
	int kind; /* the caller's own numbering */
	int64_t id;
	const char *name; /* "приём терапевта", "Петрова Анна Андреевна" */
};

struct vocabulary;

/* A place where the text names a thing. */
struct mention {
	uint32_t begin, end; /* bytes of the text */
	int kind;
	int64_t id;
	int score;       /* 1..100; 100: every word of the name, no typo */
	bool is_negated; /* "не к терапевту" */
};

/*
 * Makes the entries ready, in `a`, where it lives; the texts are copied.  At
 * most 20,000 entries; more are left out.
 */
const struct vocabulary *vocabulary_open(struct arena *a,
	const struct lang *lang, const struct vocabulary_entry *entry,
	size_t n);

/*
 * Finds mentions in `t`.  Longest first wins: spans do not overlap, but one
 * span may have several mentions (two doctors Петровы, a speciality and its
 * service), best score first.  Returns how many; *out lives in `a`.
 */
size_t vocabulary_find(const struct vocabulary *v, const struct tokens *t,
	struct arena *a, const struct mention **out);

#endif
