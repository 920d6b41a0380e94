#ifndef LANG_MODEL_H
#define LANG_MODEL_H
/*
 * lang/model - a trained classifier: one weight of eight bits for each bucket
 * that was seen and each class, in one block of bytes that a file holds as it
 * is.
 *
 * Read-only after model_read; any number of threads score with it, each with
 * its own arena.
 */
#include "base/buf.h"
#include "lang/softmax.h"

enum { MODEL_CLASSES_MAX = 1000, MODEL_BYTES_MAX = 64 << 20 };

struct model_view; /* borrowed from the bytes it was read from */

/*
 * Checks the bytes of a model file (magic, version, sizes, checksum) and makes
 * them ready; they must outlive *out, which lives in `a`.  ERR_INVALID.
 */
MUST_USE bool model_read(struct arena *a, const char *bytes, size_t n,
	const struct model_view **out, struct err *e);

/* The label that stands for texts outside of every class. */
#define MODEL_OTHER "_other"

struct model_guess {
	const char *label; /* borrowed from the model */
	float score;       /* 0..1; all classes sum up to 1 */
};

/*
 * A text that several models score: it is cut and counted by the first, and
 * again only by one of another feature space.  Begins as {.text = …}.
 */
struct model_text {
	const char *text;
	struct feature_space space; /* bits 0: not counted yet */
	struct feature_counts counts;
};

/*
 * Scores `text`.  Writes the best `top` guesses, best first, to `guess` and
 * returns how many (fewer if there are fewer classes).  *accept: whether the
 * text seems to belong to a class at all; *margin: how sure that is, and where
 * the model knows MODEL_OTHER, how far above it.
 */
size_t model_score(const struct model_view *m, const char *text, size_t top,
	struct arena *a, struct model_guess *guess, bool *accept,
	float *margin);

/* The same of a text that other models score too; what it counts is in `a`. */
size_t model_score_shared(const struct model_view *m, struct model_text *text,
	size_t top, struct arena *a, struct model_guess *guess, bool *accept,
	float *margin);

/* Number of classes, and the name of one. */
size_t model_classes(const struct model_view *m);
const char *model_label(const struct model_view *m, size_t at);

/* A training text with its label. */
struct example {
	const char *text, *label;
};

struct model_options {
	struct feature_space space;
	uint32_t texts_least; /* that have a bucket, or it gets no weights */
	size_t bytes_max;     /* of all buckets; raises texts_least */
	double cost;          /* of an error: 3 to 30 */
	const struct example *dev;     /* tell which pass is the best */
	size_t dev_n;                  /* 0: the last is */
	softmax_progress_fn *progress; /* may be NULL */
	void *progress_ctx;
};

/*
 * Trains on `n` examples and appends the model's bytes to `out`; it accepts
 * everything above a margin of zero and scores as it learnt to.  The same
 * examples give the same bytes.  ERR_INVALID: fewer than two labels;
 * ERR_TOO_LARGE: over MODEL_CLASSES_MAX or MODEL_BYTES_MAX.
 */
MUST_USE bool model_train(const struct example *example, size_t n,
	const struct model_options *options, struct arena *a, struct buf *out,
	struct err *e);

/*
 * Sets in the bytes of a model from which margin on it accepts, and how sharp
 * its scores are: above 1 the best take more.
 */
void model_calibrate(char *bytes, float threshold, float sharpness);

#endif
