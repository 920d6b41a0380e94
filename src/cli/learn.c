#include "cli/cli.h"
#include "cli/examples.h"
#include "cli/progress.h"

static const char usage[] =
	"usage: zabota learn --train F.tsv [--dev F.tsv] --out MODEL\n"
	"                    [--jsonl TEXTKEY,LABELKEY] [--bits N] [--cost "
	"C]\n"
	"\n"
	"Trains a classifier on lines `label<TAB>text`, or with --jsonl on "
	"one\n"
	"JSON object a line, and prints how it does on the development part.\n"
	"The label _other is for texts outside of every class.  The same "
	"input\n"
	"gives the same model.\n"
	"\n"
	"  --bits N   2^N buckets of weights, 10..18; without it as many as\n"
	"             fit into 16 MB, at most 2^16\n"
	"  --cost C   of an error against large weights (10)\n";

enum { BITS_USUAL = 16, BYTES_USUAL = 16 << 20 };

struct request {
	const char *train, *dev, *out, *jsonl, *bits, *cost;
	struct model_options options;
};

static bool read_request(struct request *r, int argc, char **argv)
{
	const struct cli_option options[] = {
		{"--train", &r->train},
		{"--dev", &r->dev},
		{"--out", &r->out},
		{"--jsonl", &r->jsonl},
		{"--bits", &r->bits},
		{"--cost", &r->cost},
		{NULL, NULL},
	};

	for (int i = 1; i < argc; i++)
		if (!cli_take_option(options, argc, argv, &i))
			return false;
	if (!r->train || !r->out)
		return false;
	r->options.bits = r->bits ? (int)strtol(r->bits, NULL, 10) : 0;
	r->options.cost = r->cost ? strtod(r->cost, NULL) : 10;
	return r->options.cost > 0 &&
	       (!r->bits || (r->options.bits >= FEATURE_BITS_MIN &&
				    r->options.bits <= FEATURE_BITS_MAX));
}

/* A label more costs a byte a bucket, whose rarity takes four. */
static int bits_for(const struct examples *x)
{
	size_t classes = examples_labels(x);
	int bits = BITS_USUAL;

	while (bits > FEATURE_BITS_MIN &&
		((classes + sizeof(float)) << bits) > BYTES_USUAL)
		bits--;
	return bits;
}

static void show(void *ctx, int64_t done, int64_t of)
{
	progress_show(ctx, done, of);
}

static bool train(struct request *r, const struct examples *x, const char *what,
	struct arena *a, struct buf *bytes, struct err *e)
{
	struct progress p = progress_start(what);
	bool is_done;

	r->options.progress = show;
	r->options.progress_ctx = &p;
	buf_init(bytes, a, MODEL_BYTES_MAX);
	is_done = model_train(x->example, x->n, &r->options, a, bytes, e);
	progress_end(&p);
	return is_done;
}

/*
 * Nine tenths teach, the last tenth shows how sure right answers are: nine of
 * ten of them must be accepted, and scores must be the chance to be right.
 */
static bool calibrate(struct request *r, const struct examples *all,
	struct arena *a, struct err *e)
{
	enum { PARTS = 10, ACCEPTED = 9 };
	struct examples part[2] = {{NULL, 0}, {NULL, 0}};
	struct scores scores;
	struct buf bytes;

	for (int k = 0; k < 2; k++)
		part[k].example = arena_new(a, struct example, all->n);
	for (size_t i = 0; i < all->n; i++) {
		struct examples *to = &part[i % PARTS == PARTS - 1];

		to->example[to->n++] = all->example[i];
	}
	r->options.sharpness = 1;
	if (!part[1].n)
		return true;
	if (!train(r, &part[0], "calibrating", a, &bytes, e) ||
		!model_read(a, bytes.p, bytes.n, &scores.model, e) ||
		!examples_score(&part[1], a, &scores, e))
		return false;
	r->options.threshold =
		scores_quantile(&scores, 1 - (float)ACCEPTED / PARTS);
	r->options.sharpness = scores_sharpness(&scores);
	return true;
}

static bool print_dev(const struct request *r, const struct buf *bytes,
	struct arena *a, struct err *e)
{
	struct examples dev;
	struct scores scores;

	if (!examples_read(r->dev, r->jsonl, a, &dev, e) ||
		!model_read(a, bytes->p, bytes->n, &scores.model, e) ||
		!examples_score(&dev, a, &scores, e))
		return false;
	scores_print(&scores, stdout);
	return true;
}

static bool learn(struct request *r, struct arena *a, struct err *e)
{
	struct examples x;
	struct buf bytes;

	if (!examples_read(r->train, r->jsonl, a, &x, e))
		return false;
	fprintf(stderr, "%zu examples\n", x.n);
	if (!r->bits)
		r->options.bits = bits_for(&x);
	return calibrate(r, &x, a, e) &&
	       train(r, &x, "training", a, &bytes, e) &&
	       examples_write(r->out, &bytes, e) &&
	       (!r->dev || print_dev(r, &bytes, a, e));
}

int cli_learn(int argc, char **argv)
{
	struct request r = {.train = NULL};
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
