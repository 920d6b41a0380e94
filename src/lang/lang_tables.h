#ifndef LANG_LANG_TABLES_H
#define LANG_LANG_TABLES_H
/*
 * lang/lang_tables - what struct lang holds.  Inside of the room.
 */
#include "lang/lang.h"
#include "lang/wordmap.h"

struct lang {
	struct wordmap first_names; /* folded forms -> rows of `names` */
	const struct name_tables *names;
	const struct pattern *correction; /* "нет, лучше" */
	const struct redflag_rules *redflags;
	const struct intent_rules *intents;
	const struct model_view *intent_model; /* NULL while it is trained */
	const struct model_view *specialist_model; /* so is this */
	const struct model_view *urgency_model;    /* and this */
	const struct when_words *when_words;
	const struct when_rules *when_rules;
	struct wordmap numbers; /* cardinals in words */
};

/* Files of data/lang, inside the program (packaging/embed.sh). */
extern const char lang_first_names_tsv[];
extern const char lang_synonyms_tsv[];

struct lang;
void name_tables_open(struct lang *lang, struct arena *a);

/* Each part compiles its own table. */
const struct redflag_rules *redflag_rules_open(struct arena *a);
const struct intent_rules *intent_rules_open(struct arena *a);

#endif
