#include "base/json.h"
#include "cli/cli.h"
#include "cli/examples.h"

static const char usage[] =
	"usage: zabota learn --train F.tsv [--dev F.tsv] --out MODEL\n"
	"                    [--jsonl TEXTKEY,LABELKEY] [--loss "
	"hinge|logistic]\n"
	"                    [--cost C] [--bits N]\n"
	"\n"
	"Trains a classifier on lines `label<TAB>text` and prints how it does "
	"on\n"
	"the development part.  The same input gives the same model.\n";

struct request {
	const char *train, *dev, *out, *jsonl;
	struct model_options options;
};

static bool set_option(struct request *r, const char *name, const char *value)
{
	if (strcmp(name, "--train") == 0)
		r->train = value;
	else if (strcmp(name, "--dev") == 0)
		r->dev = value;
	else if (strcmp(name, "--out") == 0)
		r->out = value;
	else if (strcmp(name, "--jsonl") == 0)
		r->jsonl = value;
	else if (strcmp(name, "--loss") == 0)
		r->options.loss = strcmp(value, "logistic") == 0
					  ? MODEL_LOGISTIC
					  : MODEL_HINGE;
	else if (strcmp(name, "--cost") == 0)
		r->options.cost = strtod(value, NULL);
	else if (strcmp(name, "--bits") == 0)
		r->options.bits = (int)strtol(value, NULL, 10);
	else
		return false;
	return true;
}

static bool read_request(struct request *r, int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2)
		if (!set_option(r, argv[i], argv[i + 1]))
			return false;
	return argc % 2 == 1 && r->train && r->out && r->options.cost > 0 &&
	       r->options.bits >= FEATURE_BITS_MIN &&
	       r->options.bits <= FEATURE_BITS_MAX;
}

/*
 * Nine tenths teach, the last tenth shows how sure right answers are: nine of
 * ten of them must be accepted.
 */
static bool find_threshold(struct request *r, const struct examples *all,
	struct arena *a, struct err *e)
{
	enum { PARTS = 10, ACCEPTED = 9 };
	struct examples part[2] = {{NULL, 0}, {NULL, 0}};
	struct scores scores;

	for (int k = 0; k < 2; k++)
		part[k].example = arena_new(a, struct example, all->n);
	for (size_t i = 0; i < all->n; i++) {
		struct examples *to = &part[i % PARTS == PARTS - 1];

		to->example[to->n++] = all->example[i];
	}
	if (!part[1].n)
		return true;
	if (!examples_train(&part[0], &r->options, a, &scores.model, e) ||
		!examples_score(&part[1], a, &scores, e))
		return false;
	r->options.threshold =
		scores_quantile(&scores, 1 - (float)ACCEPTED / PARTS);
	return true;
}

static bool learn(struct request *r, struct arena *a, struct err *e)
{
	struct examples train, dev;
	struct scores scores;
	struct buf bytes;

	if (!examples_read(r->train, r->jsonl, a, &train, e))
		return false;
	fprintf(stderr, "%zu examples\n", train.n);
	if (!find_threshold(r, &train, a, e))
		return false;
	buf_init(&bytes, a, MODEL_BYTES_MAX);
	if (!model_train(train.example, train.n, &r->options, a, &bytes, e) ||
		!examples_write(r->out, &bytes, e))
		return false;
	if (!r->dev)
		return true;
	if (!examples_read(r->dev, r->jsonl, a, &dev, e) ||
		!model_read(a, bytes.p, bytes.n, &scores.model, e) ||
		!examples_score(&dev, a, &scores, e))
		return false;
	scores_print(&scores, stdout);
	return true;
}

int cli_learn(int argc, char **argv)
{
	struct request r = {.options = {.bits = 16, .cost = 0.5}};
	struct arena a;
	struct err e;
	bool is_done;

	if (!read_request(&r, argc, argv)) {
		fputs(usage, stderr);
		return CLI_BAD_USAGE;
	}
	arena_init(&a);
	is_done = learn(&r, &a, &e);
	if (!is_done)
		fprintf(stderr, "zabota learn: %s\n", e.text);
	arena_release(&a);
	return cli_close_output(is_done ? CLI_DONE : CLI_FAILED);
}
