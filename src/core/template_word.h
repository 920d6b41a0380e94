#ifndef CORE_TEMPLATE_WORD_H
#define CORE_TEMPLATE_WORD_H
/*
 * core/template_word - variables and their filters: how each value is worded.
 * Only for core/template.
 */
#include "core/template.h"
#include "lang/decline.h"

enum template_look {
	LOOK_PLAIN,
	LOOK_DATE,     /* «15 марта» */
	LOOK_DAY,      /* «завтра», «15 марта» */
	LOOK_TIME,     /* «15:30» */
	LOOK_TITLED,   /* «врач-терапевт» */
	LOOK_SENTENCE, /* with a full stop if it has none */
	TEMPLATE_LOOKS /* how many */
};

/* A variable as it stands in a template: {{doctor|datv}}. */
struct template_use {
	enum template_variable variable;
	enum grammar_case grammar;
	enum template_look look;
};

/* Reads what stands between the braces; false: unknown or unfit. */
MUST_USE bool template_use_read(struct str inside, struct template_use *out);

/* Only the name of a variable, as in a section. */
MUST_USE bool template_variable_read(
	struct str name, enum template_variable *out);
const char *template_variable_name(enum template_variable v);

/* Whether the variable has a value. */
bool template_has(
	const struct template_values *v, enum template_variable variable);

/* The value in words; lives in `a` or in *v. */
const char *template_word(const struct template_values *v,
	struct template_use use, struct arena *a);

/* Whether it tells what the visit is for: not allowed in thin texts. */
bool template_variable_tells(enum template_variable variable);

#endif
