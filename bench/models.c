#include "bench/models.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/examples.h"
#include "lang/shipped.h"
#include "os/clock.h"

enum { ROUNDS = 20, WORD_LETTERS_MAX = 60 };

static void row(const struct bench *b, const char *set, const char *what,
	double value, const char *unit, struct goal goal)
{
	char name[80];

	snprintf(name, sizeof(name), "%s: %s", set, what);
	bench_row(b, name, value, unit, goal);
}

static void score(const char *set, const struct examples *x,
	struct quality *out, struct arena *a)
{
	struct scores s = {.model = shipped_model(set, a)};
	struct err e;

	bench_stop_on(!examples_score(x, a, &s, &e), &e);
	scores_quality(&s, out);
}

static void read_set(const char *set, struct examples *out, struct arena *a)
{
	char path[512];
	struct err e;

	snprintf(path, sizeof(path), "%s/test/lang/%s.tsv", ZABOTA_SOURCE_DIR,
		set);
	bench_stop_on(!examples_read(path, NULL, a, out, &e), &e);
}

/* ---- typos -------------------------------------------------------------- */

static const char *const keyboard[] = {
	"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"};

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* The letter on the key beside; itself where there is none. */
static uint32_t neighbour(uint32_t letter)
{
	for (size_t i = 0; i < ARRAY_LEN(keyboard); i++) {
		const char *p = keyboard[i], *end = p + strlen(p);
		uint32_t last = 0;

		while (p < end) {
			uint32_t c = text_next(&p, end);

			if (c == letter)
				return last ? last : text_next(&p, end);
			last = c;
		}
	}
	return letter;
}

/* Swaps, drops, doubles or misses one letter of a word of two or more. */
static size_t mistype(uint32_t *word, size_t n, uint32_t *random)
{
	size_t at = next_random(random) % n;
	uint32_t was = word[at];

	switch (next_random(random) % 4) {
	case 0:
		at += at + 1 == n ? (size_t)-1 : 0;
		was = word[at];
		word[at] = word[at + 1];
		word[at + 1] = was;
		return n;
	case 1:
		memmove(word + at, word + at + 1, (n - at - 1) * sizeof(*word));
		return n - 1;
	case 2:
		memmove(word + at + 1, word + at, (n - at) * sizeof(*word));
		return n + 1;
	default:
		word[at] = neighbour(was);
		return n;
	}
}

/* A typo in every second word, by the throw of a coin. */
static const char *with_typos(
	const char *text, uint32_t *random, struct arena *a)
{
	const char *end = text + strlen(text);
	char *out = arena_take(a, (size_t)(end - text) * 2 + 8), *to = out;

	while (text < end) {
		uint32_t word[WORD_LETTERS_MAX + 1], c = 0;
		size_t n = 0;

		while (text < end && n < WORD_LETTERS_MAX) {
			c = text_next(&text, end);
			if (c == ' ')
				break;
			word[n++] = c;
		}
		if (n > 1 && next_random(random) % 2)
			n = mistype(word, n, random);
		for (size_t i = 0; i < n; i++)
			to += text_put(to, word[i]);
		if (c == ' ')
			*to++ = ' ';
	}
	*to = '\0';
	return out;
}

/* ---- the product's own models ------------------------------------------- */

static void bench_intents(const struct bench *b)
{
	struct examples x;
	struct quality q;
	struct arena a;
	uint32_t random = 1;

	arena_init(&a);
	read_set("intents", &x, &a);
	score("intents", &x, &q, &a);
	row(b, "intents", "acc@1", q.acc_1, "%", goal_none());
	row(b, "intents", "hit@3", q.hit_3, "%", goal_none());
	row(b, "intents", "AUROC of refusal", q.auroc, "", goal_at_least(0.82));
	row(b, "intents", "right, 30 % of foreign let in", q.accepted, "%",
		goal_at_least(71));
	for (size_t i = 0; i < x.n; i++)
		x.example[i].text = with_typos(x.example[i].text, &random, &a);
	score("intents", &x, &q, &a);
	row(b, "intents", "acc@1, typo in half of words", q.acc_1, "%",
		goal_at_least(68));
	arena_release(&a);
}

static void bench_set(const struct bench *b, const char *set)
{
	struct examples x;
	struct quality q;
	struct arena a;

	arena_init(&a);
	read_set(set, &x, &a);
	score(set, &x, &q, &a);
	row(b, set, "acc@1", q.acc_1, "%", goal_none());
	row(b, set, "macro-F1", q.macro_f1, "%", goal_none());
	arena_release(&a);
}

/* One text after another, from bytes to guesses. */
static void bench_speed(const struct bench *b)
{
	const struct model_view *m;
	static struct spread s;
	struct arena a, call;
	struct examples x;

	s = (struct spread){0};
	arena_init(&a);
	arena_init(&call);
	read_set("intents", &x, &a);
	m = shipped_model("intents", &a);
	for (size_t k = 0; k < x.n * ROUNDS; k++) {
		int64_t from = clock_steady_us();
		struct model_guess guess[3];
		float margin;
		bool accept;

		model_score(m, x.example[k % x.n].text, 3, &call, guess,
			&accept, &margin);
		spread_add(&s, clock_steady_us() - from);
		arena_reset(&call);
	}
	bench_row(b, "classification: texts", 1e6 / spread_mean(&s), "/s",
		goal_at_least(40000));
	bench_row(b, "classification: p99", spread_at(&s, 0.99), "us",
		goal_at_most(100));
	arena_release(&call);
	arena_release(&a);
}

/* ---- a public set, trained on the spot ---------------------------------- */

/* Runs a command, its messages unseen; returns its CPU seconds. */
static double run(const char *const *argv)
{
	extern char **environ;
	posix_spawn_file_actions_t files;
	struct rusage before, after;
	int status = 1;
	pid_t pid;

	getrusage(RUSAGE_CHILDREN, &before);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(
		&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(
		&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, argv[0], &files, NULL, (char *const *)argv,
		    environ) != 0 ||
		waitpid(pid, &status, 0) != pid || status != 0)
		bench_stop("zabota learn did not succeed");
	posix_spawn_file_actions_destroy(&files);
	getrusage(RUSAGE_CHILDREN, &after);
	return (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
	       (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6;
}

static void bench_rumed(const struct bench *b, const char *set,
	struct goal acc_1, struct goal hit_3)
{
	char train[512], dev[512], out[512];
	const char *argv[] = {b->program, "learn", "--train", train, "--dev",
		dev, "--jsonl", "symptoms,code", "--out", out, NULL};
	struct scores s;
	struct examples x;
	struct quality q;
	struct arena a;
	struct err e;
	FILE *f;

	snprintf(train, sizeof(train), "%s/../shared/data/rumed/%s_train.jsonl",
		ZABOTA_SOURCE_DIR, set);
	snprintf(dev, sizeof(dev), "%s/../shared/data/rumed/%s_dev.jsonl",
		ZABOTA_SOURCE_DIR, set);
	snprintf(out, sizeof(out), "%s.model", b->folder);
	if (access(dev, R_OK) != 0)
		return;
	arena_init(&a);
	row(b, set, "training, chosen on dev", run(argv), "CPU s",
		goal_at_most(20));
	bench_stop_on(!examples_read(dev, "symptoms,code", &a, &x, &e) ||
			      !examples_model(out, &a, &s.model, &e) ||
			      !examples_score(&x, &a, &s, &e),
		&e);
	scores_quality(&s, &q);
	row(b, set, "acc@1 on dev", q.acc_1, "%", acc_1);
	row(b, set, "hit@3 on dev", q.hit_3, "%", hit_3);
	f = fopen(out, "rb");
	if (f && fseek(f, 0, SEEK_END) == 0)
		row(b, set, "model", (double)ftell(f) / 1e6, "MB",
			goal_at_most(16));
	if (f)
		fclose(f);
	unlink(out);
	arena_release(&a);
}

void bench_models(const struct bench *b)
{
	bench_intents(b);
	bench_set(b, "urgency");
	bench_set(b, "tone");
	bench_set(b, "topic");
	bench_set(b, "specialist");
	bench_speed(b);
	bench_rumed(b, "top3", goal_at_least(48.5), goal_at_least(71.5));
	bench_rumed(b, "symptomrec", goal_none(), goal_none());
}
