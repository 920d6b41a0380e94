#include "cli/examples.h"

#include <math.h>

#include "base/json.h"

enum { GUESSES = 3, PAIRS_SHOWN = 8, EXAMPLES_MAX = 1 << 20 };

/* Reads a whole file; a NUL is put behind it. */
static bool read_file(const char *path, size_t max, struct arena *a,
	struct buf *out, struct err *e)
{
	FILE *f = fopen(path, "rb");
	char chunk[65536];
	size_t n;

	if (!f)
		return err_set(e, ERR_NOT_FOUND, "cannot open %s", path);
	buf_init(out, a, max);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
	return buf_done(out, e);
}

static bool read_json_line(struct str line, const char *jsonl, struct arena *a,
	struct example *out, struct err *e)
{
	struct str label = str_of(jsonl);
	struct str text = str_split(&label, ',');
	const struct json *j;

	return json_parse(a, line.p, line.n, &j, e) &&
	       json_get_text(
		       j, arena_copy(a, text.p, text.n), NULL, &out->text, e) &&
	       json_get_text(j, arena_copy(a, label.p, label.n), NULL,
		       &out->label, e) &&
	       ((out->text && out->label) ||
		       err_set(e, ERR_INVALID, "without its keys")) &&
	       text_check(out->label, strlen(out->label), "label", e);
}

static bool read_tab_line(
	struct str line, struct arena *a, struct example *out, struct err *e)
{
	struct str label = str_split(&line, '\t');

	if (!line.n)
		return err_set(e, ERR_INVALID, "not label<TAB>text");
	if (!text_check(label.p, label.n, "label", e))
		return false;
	out->label = arena_copy(a, label.p, label.n);
	out->text = arena_copy(a, line.p, line.n);
	return true;
}

static bool read_line(struct str line, const char *jsonl, struct arena *a,
	struct example *out, struct err *e)
{
	if (jsonl ? !read_json_line(line, jsonl, a, out, e)
		  : !read_tab_line(line, a, out, e))
		return false;
	return out->label[0] != '\0' ||
	       err_set(e, ERR_INVALID, "an empty label");
}

bool examples_parse(const char *p, size_t n, const char *jsonl, struct arena *a,
	struct examples *out, struct err *e)
{
	struct str rest = {p, n};
	size_t lines = 1;

	for (size_t i = 0; i < n; i++)
		lines += p[i] == '\n';
	if (lines > EXAMPLES_MAX)
		return err_set(e, ERR_TOO_LARGE, "%zu lines, at most %d", lines,
			EXAMPLES_MAX);
	out->example = arena_new(a, struct example, lines);
	out->n = 0;
	for (lines = 1; rest.n; lines++) {
		struct str line = str_trim(str_split(&rest, '\n'));
		struct err why;

		if (!line.n || line.p[0] == '#')
			continue;
		if (!read_line(line, jsonl, a, &out->example[out->n], &why))
			return err_set(e, why.kind, "line %zu: %s%s%s", lines,
				why.field, why.field[0] ? ": " : "", why.text);
		out->n++;
	}
	return true;
}

bool examples_read(const char *path, const char *jsonl, struct arena *a,
	struct examples *out, struct err *e)
{
	struct buf bytes;

	return read_file(path, MODEL_BYTES_MAX, a, &bytes, e) &&
	       examples_parse(bytes.p, bytes.n, jsonl, a, out, e);
}

static int by_label(const void *x, const void *y)
{
	return strcmp(((const struct example *)x)->label,
		((const struct example *)y)->label);
}

size_t examples_labels(const struct examples *x)
{
	struct arena a;
	struct example *sorted;
	size_t n = 0;

	arena_init(&a);
	sorted = arena_new(&a, struct example, x->n + 1);
	memcpy(sorted, x->example, x->n * sizeof(*sorted));
	qsort(sorted, x->n, sizeof(*sorted), by_label);
	for (size_t i = 0; i < x->n; i++)
		n += i == 0 || by_label(&sorted[i - 1], &sorted[i]) != 0;
	arena_release(&a);
	return n;
}

bool examples_write(const char *path, const struct buf *bytes, struct err *e)
{
	FILE *f = fopen(path, "wb");
	bool is_done;

	if (!f)
		return err_set(e, ERR_UNAVAILABLE, "cannot write %s", path);
	is_done = fwrite(bytes->p, 1, bytes->n, f) == bytes->n;
	is_done &= fclose(f) == 0;
	return is_done || err_set(e, ERR_UNAVAILABLE, "cannot write %s", path);
}

bool examples_model(const char *path, struct arena *a,
	const struct model_view **out, struct err *e)
{
	struct buf bytes;

	return read_file(path, MODEL_BYTES_MAX, a, &bytes, e) &&
	       model_read(a, bytes.p, bytes.n, out, e);
}

bool examples_score(const struct examples *x, struct arena *a, struct scores *s,
	struct err *e)
{
	struct arena call;

	if (!x->n)
		return err_set(e, ERR_INVALID, "no examples");
	s->examples = x;
	s->guess = (const char *(*)[GUESSES])arena_new(
		a, const char *, x->n *GUESSES);
	s->margin = arena_new(a, float, x->n);
	s->accept = arena_new(a, bool, x->n);
	arena_init(&call);
	for (size_t i = 0; i < x->n; i++) {
		struct model_guess guess[GUESSES];
		size_t n = model_score(s->model, x->example[i].text, GUESSES,
			&call, guess, &s->accept[i], &s->margin[i]);

		for (size_t k = 0; k < n; k++)
			s->guess[i][k] = guess[k].label;
		arena_reset(&call);
	}
	arena_release(&call);
	return true;
}

static bool is_right(const struct scores *s, size_t i, size_t k)
{
	return s->guess[i][k] &&
	       strcmp(s->guess[i][k], s->examples->example[i].label) == 0;
}

static bool is_foreign(const struct scores *s, size_t i)
{
	return strcmp(s->examples->example[i].label, MODEL_OTHER) == 0;
}

static int by_value(const void *x, const void *y)
{
	float p = *(const float *)x, q = *(const float *)y;

	return p < q ? -1 : p > q;
}

float scores_quantile(const struct scores *s, float q)
{
	struct arena a;
	float *right, result = 0;
	size_t n = 0;

	arena_init(&a);
	right = arena_new(&a, float, s->examples->n);
	for (size_t i = 0; i < s->examples->n; i++)
		if (is_right(s, i, 0) && !is_foreign(s, i))
			right[n++] = s->margin[i];
	qsort(right, n, sizeof(*right), by_value);
	if (n)
		result = right[(size_t)((float)(n - 1) * q)];
	arena_release(&a);
	return result;
}

/* What one text says about a sharpness: log of its right label's score. */
static double log_score(
	const struct model_guess *guess, size_t n, const char *label, double by)
{
	double sum = 0, right = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		double v = log(fmax((double)guess[i].score, 1e-30)) * by;

		sum += exp(v);
		if (strcmp(guess[i].label, label) == 0)
			right = v;
	}
	return fmax(right - log(sum), -30);
}

float scores_sharpness(const struct scores *s)
{
	static const double tried[] = {0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.4, 1.7, 2,
		2.4, 2.8, 3.4, 4, 5, 6};
	double sum[ARRAY_LEN(tried)] = {0};
	size_t classes = model_classes(s->model), best = 0;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < s->examples->n; i++) {
		struct model_guess *guess =
			arena_new(&a, struct model_guess, classes);
		const struct example *x = &s->examples->example[i];
		bool accept;
		float margin;

		model_score(s->model, x->text, classes, &a, guess, &accept,
			&margin);
		for (size_t k = 0; k < ARRAY_LEN(tried); k++)
			sum[k] += log_score(guess, classes, x->label, tried[k]);
		arena_reset(&a);
	}
	for (size_t k = 1; k < ARRAY_LEN(tried); k++)
		if (sum[k] > sum[best])
			best = k;
	arena_release(&a);
	return (float)tried[best];
}

/* F1 of one label. */
static double f1_of(const struct scores *s, const char *label)
{
	double right = 0, said = 0, are = 0;

	for (size_t i = 0; i < s->examples->n; i++) {
		bool is_said = strcmp(s->guess[i][0], label) == 0;
		bool is_so = strcmp(s->examples->example[i].label, label) == 0;

		said += is_said;
		are += is_so;
		right += is_said && is_so;
	}
	return said + are > 0 ? 2 * right / (said + are) : -1;
}

static double macro_f1(const struct scores *s)
{
	double sum = 0, n = 0;

	for (size_t c = 0; c < model_classes(s->model); c++) {
		double f1 = f1_of(s, model_label(s->model, c));

		sum += f1 >= 0 ? f1 : 0;
		n += f1 >= 0;
	}
	return n > 0 ? sum / n : 0;
}

struct pair {
	const char *is, *said;
	int n;
};

static int by_count(const void *x, const void *y)
{
	return ((const struct pair *)y)->n - ((const struct pair *)x)->n;
}

/* The labels that are taken for each other most often. */
static void print_pairs(const struct scores *s, FILE *to)
{
	struct arena a;
	struct pair *pair;
	size_t n = 0;

	arena_init(&a);
	pair = arena_new(&a, struct pair, s->examples->n);
	for (size_t i = 0; i < s->examples->n; i++) {
		const char *is = s->examples->example[i].label;
		size_t k = 0;

		if (is_right(s, i, 0))
			continue;
		while (k < n &&
			(strcmp(pair[k].is, is) != 0 ||
				strcmp(pair[k].said, s->guess[i][0]) != 0))
			k++;
		if (k == n)
			pair[n++] = (struct pair){is, s->guess[i][0], 0};
		pair[k].n++;
	}
	qsort(pair, n, sizeof(*pair), by_count);
	for (size_t i = 0; i < n && i < PAIRS_SHOWN; i++)
		fprintf(to, "  %s taken for %s: %d\n", pair[i].is, pair[i].said,
			pair[i].n);
	arena_release(&a);
}

/* How often a text of a class is surer than a foreign one. */
static double auroc(
	const float *own, size_t own_n, const float *foreign, size_t foreign_n)
{
	double wins = 0;

	for (size_t i = 0; i < own_n; i++)
		for (size_t k = 0; k < foreign_n; k++)
			wins += own[i] > foreign[k]   ? 1
				: own[i] < foreign[k] ? 0
						      : 0.5;
	return wins / (double)own_n / (double)foreign_n;
}

/* Texts of a class that are right and surer than all but 30 % of foreign. */
static double accepted_right(const struct scores *s, size_t own_n,
	const float *foreign, size_t foreign_n)
{
	enum { LET_IN_PERCENT = 30 };
	float bar =
		foreign[foreign_n - 1 - (foreign_n - 1) * LET_IN_PERCENT / 100];
	size_t n = 0;

	for (size_t i = 0; i < s->examples->n; i++)
		n += !is_foreign(s, i) && is_right(s, i, 0) &&
		     s->margin[i] > bar;
	return (double)n / (double)own_n;
}

static void find_refusal(const struct scores *s, struct quality *q)
{
	size_t own_n = 0, foreign_n = 0;
	float *own, *foreign;
	struct arena a;

	arena_init(&a);
	own = arena_new(&a, float, s->examples->n);
	foreign = arena_new(&a, float, s->examples->n);
	for (size_t i = 0; i < s->examples->n; i++)
		if (is_foreign(s, i))
			foreign[foreign_n++] = s->margin[i];
		else
			own[own_n++] = s->margin[i];
	qsort(foreign, foreign_n, sizeof(*foreign), by_value);
	q->has_foreign = own_n && foreign_n;
	if (q->has_foreign) {
		q->auroc = auroc(own, own_n, foreign, foreign_n);
		q->accepted =
			100 * accepted_right(s, own_n, foreign, foreign_n);
	}
	arena_release(&a);
}

void scores_quality(const struct scores *s, struct quality *out)
{
	double one = 0, three = 0, n = 0;

	*out = (struct quality){0};
	for (size_t i = 0; i < s->examples->n; i++) {
		if (is_foreign(s, i))
			continue;
		out->n++;
		one += is_right(s, i, 0);
		three += is_right(s, i, 0) || is_right(s, i, 1) ||
			 is_right(s, i, 2);
	}
	n = out->n ? (double)out->n : 1;
	out->acc_1 = 100 * one / n;
	out->hit_3 = 100 * three / n;
	out->macro_f1 = 100 * macro_f1(s);
	find_refusal(s, out);
}

void scores_print(const struct scores *s, FILE *to)
{
	struct quality q;

	scores_quality(s, &q);
	if (q.n)
		fprintf(to, "acc@1 %.2f  hit@3 %.2f  macro-F1 %.2f  of %d\n",
			q.acc_1, q.hit_3, q.macro_f1, (int)q.n);
	if (q.has_foreign)
		fprintf(to,
			"refusal: AUROC %.3f; accepted and right %.2f where "
			"30 of 100 foreign are accepted\n",
			q.auroc, q.accepted);
	print_pairs(s, to);
}
