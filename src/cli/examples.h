#ifndef CLI_EXAMPLES_H
#define CLI_EXAMPLES_H
/*
 * cli/examples - labelled texts from files, and how well a model does on them.
 */
#include "lang/model.h"

struct examples {
	struct example *example;
	size_t n;
};

/*
 * Reads lines `label<TAB>text`, or with `jsonl` ("TEXTKEY,LABELKEY", may be
 * NULL) one JSON object a line; empty ones and those that begin with `#` are
 * left out.  A label is sound and not empty, a text any bytes.  ERR_INVALID
 * names the line; ERR_TOO_LARGE: over a million lines.
 */
MUST_USE bool examples_parse(const char *p, size_t n, const char *jsonl,
	struct arena *a, struct examples *out, struct err *e);

/* The same of a file.  ERR_NOT_FOUND: no such file. */
MUST_USE bool examples_read(const char *path, const char *jsonl,
	struct arena *a, struct examples *out, struct err *e);

/* How many different labels there are. */
size_t examples_labels(const struct examples *x);

/* Writes the bytes of a model to a file. */
MUST_USE bool examples_write(
	const char *path, const struct buf *bytes, struct err *e);

/* Reads a model file. */
MUST_USE bool examples_model(const char *path, struct arena *a,
	const struct model_view **out, struct err *e);

/* What a model said to each example. */
struct scores {
	const struct model_view *model;
	const struct examples *examples;
	const char *(
		*guess)[3]; /* the three best; NULL where there are fewer */
	float *margin;
	bool *accept;
};

MUST_USE bool examples_score(const struct examples *x, struct arena *a,
	struct scores *s, struct err *e);

/*
 * The margin below which the share `q` (0..1) of right answers lies; those to
 * texts outside of every class do not count.
 */
float scores_quantile(const struct scores *s, float q);

/*
 * The sharpness at which the scores of the labels come nearest to the chance
 * that they are right; the model must have been trained with sharpness 1.
 */
float scores_sharpness(const struct scores *s);

/* All in percent, but auroc. */
struct quality {
	double acc_1, hit_3; /* of the texts that are of a class */
	double macro_f1;
	size_t n;         /* texts of a class */
	bool has_foreign; /* the label _other occurs; else auroc is 0 */
	double auroc;     /* of refusal */
	double accepted;  /* and right, where 30 of 100 foreign are accepted */
};
void scores_quality(const struct scores *s, struct quality *out);

/* Prints the quality and the labels taken for each other most often. */
void scores_print(const struct scores *s, FILE *to);

#endif
