#include "cli/cli.h"
#include "cli/examples.h"
#include "cli/progress.h"

const char cli_learn_usage[] =
	"usage: zabota learn --train F.tsv [--dev F.tsv] --out MODEL\n"
	"                    [--jsonl TEXTKEY,LABELKEY] [--bits N] [--cost "
	"C]\n"
	"\n"
	"Trains a classifier on lines `label<TAB>text`, or with --jsonl on "
	"one\n"
	"JSON object a line.  The label _other is for texts outside of every\n"
	"class.  The same input gives the same model.\n"
	"\n"
	"  --dev F    lines that do not teach: they choose which pieces of a\n"
	"             text count and how long to learn, and calibrate; the\n"
	"             figures printed are those of what they chose\n"
	"  --bits N   2^N buckets of weights, 10..18; without it as many as\n"
	"             fit into 16 MB, at most 2^16\n"
	"  --cost C   of an error against large weights (10)\n";

enum { BITS_USUAL = 16, BYTES_USUAL = 16 << 20 };

struct request {
	const char *train, *out, *jsonl, *dev_path, *bits, *cost;
	struct examples dev;
	struct model_options options;
};

static bool read_request(struct request *r, int argc, char **argv)
{
	const struct cli_option options[] = {
		{"--train", &r->train},
		{"--dev", &r->dev_path},
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
	r->options = (struct model_options){
		.space.bits = r->bits ? (int)strtol(r->bits, NULL, 10) : 0,
		.cost = r->cost ? strtod(r->cost, NULL) : 10,
		.bytes_max = r->bits ? MODEL_BYTES_MAX : BYTES_USUAL};
	return r->options.cost > 0 &&
	       (!r->bits || (r->options.space.bits >= FEATURE_BITS_MIN &&
				    r->options.space.bits <= FEATURE_BITS_MAX));
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

/* What model_calibrate sets. */
struct calibration {
	float threshold, sharpness;
};

/* Nine of ten right answers are accepted; scores are the chance to be right. */
static bool find_calibration(const struct examples *held_back,
	const struct buf *bytes, struct arena *a, struct calibration *out,
	struct err *e)
{
	static const float accepted = 0.9F;
	struct scores scores;

	if (!model_read(a, bytes->p, bytes->n, &scores.model, e) ||
		!examples_score(held_back, a, &scores, e))
		return false;
	out->threshold = scores_quantile(&scores, 1 - accepted);
	out->sharpness = scores_sharpness(&scores);
	return true;
}

/* Nine tenths teach, the last tenth shows how sure right answers are. */
static bool hold_back(struct request *r, const struct examples *all,
	struct arena *a, struct calibration *out, struct err *e)
{
	enum { PARTS = 10 };
	struct examples part[2] = {{NULL, 0}, {NULL, 0}};
	struct buf bytes;

	for (int k = 0; k < 2; k++)
		part[k].example = arena_new(a, struct example, all->n);
	for (size_t i = 0; i < all->n; i++) {
		struct examples *to = &part[i % PARTS == PARTS - 1];

		to->example[to->n++] = all->example[i];
	}
	*out = (struct calibration){0, 1};
	return !part[1].n ||
	       (train(r, &part[0], "calibrating", a, &bytes, e) &&
		       find_calibration(&part[1], &bytes, a, out, e));
}

static bool learn_all(struct request *r, const struct examples *x,
	struct arena *a, struct buf *bytes, struct err *e)
{
	struct calibration c;

	if (!hold_back(r, x, a, &c, e) || !train(r, x, "training", a, bytes, e))
		return false;
	model_calibrate(bytes->p, c.threshold, c.sharpness);
	return true;
}

static bool measure(const struct request *r, const struct buf *bytes,
	struct arena *a, struct scores *out, struct err *e)
{
	return model_read(a, bytes->p, bytes->n, &out->model, e) &&
	       examples_score(&r->dev, a, out, e);
}

/* Trains on each kind of pieces; the development part chooses. */
static bool choose(struct request *r, const struct examples *x, struct arena *a,
	struct buf *best, struct err *e)
{
	static const struct {
		struct feature_space space;
		uint32_t texts_least;
		const char *name;
	} tried[] = {
		{{FEATURE_WORDS, 0}, 1, "training on words"},
		{{FEATURE_RUNS, FEATURE_BITS_MAX}, 3, "training on runs"},
	};
	int bits = r->options.space.bits;
	double best_worth = -1;

	r->options.dev = r->dev.example;
	r->options.dev_n = r->dev.n;
	for (size_t i = 0; i < ARRAY_LEN(tried); i++) {
		struct scores scores;
		struct quality q;
		struct buf bytes;

		r->options.space = tried[i].space;
		if (r->bits || !r->options.space.bits)
			r->options.space.bits = bits;
		r->options.texts_least = tried[i].texts_least;
		if (!train(r, x, tried[i].name, a, &bytes, e) ||
			!measure(r, &bytes, a, &scores, e))
			return false;
		scores_quality(&scores, &q);
		fprintf(stderr, "acc@1 %.2f  hit@3 %.2f\n", q.acc_1, q.hit_3);
		if (q.acc_1 + q.hit_3 <= best_worth)
			continue;
		best_worth = q.acc_1 + q.hit_3;
		*best = bytes;
	}
	return true;
}

static bool learn_and_choose(struct request *r, const struct examples *x,
	struct arena *a, struct buf *bytes, struct err *e)
{
	struct calibration c;
	struct scores scores;

	if (!examples_read(r->dev_path, r->jsonl, a, &r->dev, e) ||
		!choose(r, x, a, bytes, e) ||
		!find_calibration(&r->dev, bytes, a, &c, e))
		return false;
	model_calibrate(bytes->p, c.threshold, c.sharpness);
	if (!measure(r, bytes, a, &scores, e))
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
		r->options.space.bits = bits_for(&x);
	return (r->dev_path ? learn_and_choose(r, &x, a, &bytes, e)
			    : learn_all(r, &x, a, &bytes, e)) &&
	       examples_write(r->out, &bytes, e);
}

int cli_learn(int argc, char **argv)
{
	struct request r = {.train = NULL};
	struct arena a;
	struct err e;
	bool is_done;

	if (!read_request(&r, argc, argv)) {
		fputs(cli_learn_usage, stderr);
		return CLI_BAD_USAGE;
	}
	arena_init(&a);
	is_done = learn(&r, &a, &e);
	if (!is_done)
		fprintf(stderr, "zabota learn: %s\n", e.text);
	arena_release(&a);
	return cli_close_output(is_done ? CLI_DONE : CLI_FAILED);
}
