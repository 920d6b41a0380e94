#include "lang/model.h"

#include <math.h>

#include "lang/model_format.h"
#include "test/check.h"

static const struct example examples[] = {
	{"сколько стоит приём терапевта", "price"},
	{"какая цена на узи", "price"},
	{"сколько стоит чистка зубов", "price"},
	{"цена консультации кардиолога", "price"},
	{"как до вас доехать", "address"},
	{"где находится клиника", "address"},
	{"подскажите ваш адрес", "address"},
	{"как проехать от метро", "address"},
	{"хочу отменить запись", "cancel"},
	{"отмените приём пожалуйста", "cancel"},
	{"не смогу прийти отмените", "cancel"},
	{"снимите мою запись на завтра", "cancel"},
};

static const struct model_options options = {
	.space = {FEATURE_WORDS, 12}, .cost = 10, .bytes_max = MODEL_BYTES_MAX};

static struct buf trained(struct arena *a)
{
	struct buf out;
	struct err e;

	buf_init(&out, a, MODEL_BYTES_MAX);
	CHECK(model_train(
		examples, ARRAY_LEN(examples), &options, a, &out, &e));
	model_calibrate(out.p, 1, 1);
	return out;
}

static void test_it_learns_and_forgives_typos(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"сколько стоит узи", "price"},
		{"скоко стоит прием кардиолга", "price"},
		{"какой у вас адресс", "address"},
		{"отминить запись", "cancel"},
	};
	struct arena a;
	struct buf bytes;
	const struct model_view *m;
	struct err e;

	arena_init(&a);
	bytes = trained(&a);
	CHECK(model_read(&a, bytes.p, bytes.n, &m, &e));
	CHECK(model_classes(m) == 3);
	CHECK_TEXT(model_label(m, 0), "address");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct model_guess guess[5];
		float margin, sum = 0;
		bool accept;
		size_t n = model_score(
			m, rows[i].text, 5, &a, guess, &accept, &margin);

		CHECK_ROW(n == 3, i);
		CHECK_ROW(strcmp(guess[0].label, rows[i].want) == 0, i);
		for (size_t k = 0; k < n; k++)
			sum += guess[k].score;
		CHECK_ROW(sum > 0.999f && sum < 1.001f, i);
		CHECK_ROW(guess[0].score >= guess[1].score, i);
	}
	arena_release(&a);
}

static void test_what_is_foreign_is_less_sure(void)
{
	struct arena a;
	struct buf bytes;
	const struct model_view *m;
	struct model_guess guess[1];
	struct err e;
	float own, foreign;
	bool accept;

	arena_init(&a);
	bytes = trained(&a);
	CHECK(model_read(&a, bytes.p, bytes.n, &m, &e));
	model_score(m, "сколько стоит приём", 1, &a, guess, &accept, &own);
	CHECK(accept);
	model_score(m, "вчера шёл снег", 1, &a, guess, &accept, &foreign);
	CHECK(foreign < own);
	CHECK(!accept);
	model_score(m, "", 1, &a, guess, &accept, &foreign);
	CHECK(foreign < own);
	arena_release(&a);
}

static void test_a_known_foreign_text_counts_against_acceptance(void)
{
	static const struct example foreign[] = {
		{"сколько стоит приём", "price"},
		{"какая цена", "price"},
		{"где клиника", "address"},
		{"как доехать", "address"},
		{"купить билеты на поезд", MODEL_OTHER},
		{"расскажи анекдот", MODEL_OTHER},
		{"вчера шёл снег", MODEL_OTHER},
		{"какая погода завтра", MODEL_OTHER},
	};
	const struct model_view *m;
	struct model_guess guess;
	struct arena a;
	struct buf bytes;
	struct err e;
	float own, other;
	bool accept;

	arena_init(&a);
	buf_init(&bytes, &a, MODEL_BYTES_MAX);
	CHECK(model_train(
		foreign, ARRAY_LEN(foreign), &options, &a, &bytes, &e));
	CHECK(model_read(&a, bytes.p, bytes.n, &m, &e));
	model_score(m, "сколько стоит", 1, &a, &guess, &accept, &own);
	CHECK(own > 0 && accept);
	model_score(m, "вчера шёл снег", 1, &a, &guess, &accept, &other);
	CHECK(other < 0 && !accept);
	CHECK_TEXT(guess.label, MODEL_OTHER);
	arena_release(&a);
}

static void test_the_same_examples_give_the_same_bytes(void)
{
	struct arena a;
	struct buf one, other;

	arena_init(&a);
	one = trained(&a);
	other = trained(&a);
	CHECK(one.n == other.n && memcmp(one.p, other.p, one.n) == 0);
	arena_release(&a);
}

static void test_a_damaged_model_is_refused(void)
{
	struct arena a;
	struct buf bytes;
	const struct model_view *m;
	struct err e;

	arena_init(&a);
	bytes = trained(&a);
	CHECK(!model_read(&a, bytes.p, bytes.n - 1, &m, &e));
	CHECK(e.kind == ERR_INVALID);
	CHECK(!model_read(&a, bytes.p, 10, &m, &e));
	for (size_t at = 0; at < bytes.n; at += bytes.n / 13) {
		if (at >= offsetof(struct model_head, rarity) &&
			at < offsetof(struct model_head, labels_bytes))
			continue; /* these numbers may be anything */
		bytes.p[at] ^= 1;
		CHECK_ROW(!model_read(&a, bytes.p, bytes.n, &m, &e), at);
		bytes.p[at] ^= 1;
	}
	CHECK(model_read(&a, bytes.p, bytes.n, &m, &e));
	arena_release(&a);
}

/* Where the rarities begin, behind a bit for each bucket. */
enum { NUMBERS = sizeof(struct model_head) + (1 << 12) / 8 };

static void reckon_checksum(struct buf *bytes)
{
	struct model_head head;

	memcpy(&head, bytes->p, sizeof(head));
	head.checksum = model_checksum(
		bytes->p + sizeof(head), bytes->n - sizeof(head));
	memcpy(bytes->p, &head, sizeof(head));
}

/* As somebody would make it who knows how the checksum is reckoned. */
static void test_numbers_beyond_reason_are_refused(void)
{
	static const struct {
		size_t at; /* byte of the file */
		float value;
	} wrong[] = {
		{NUMBERS, NAN},
		{NUMBERS, INFINITY},
		{NUMBERS + 40, -1e30f},
		{offsetof(struct model_head, rarity), INFINITY},
		{offsetof(struct model_head, threshold), NAN},
		{offsetof(struct model_head, sharpness), -1},
	};
	struct arena a;
	struct buf bytes;
	const struct model_view *m;
	struct err e;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		bytes = trained(&a);
		memcpy(bytes.p + wrong[i].at, &wrong[i].value, 4);
		reckon_checksum(&bytes);
		CHECK_ROW(!model_read(&a, bytes.p, bytes.n, &m, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
	}
	arena_release(&a);
}

/* A bucket more, and one fewer, than there are weights for. */
static void test_buckets_without_weights_are_refused(void)
{
	struct arena a;
	struct buf bytes;
	const struct model_view *m;
	struct err e;

	arena_init(&a);
	bytes = trained(&a);
	for (int bit = 0; bit < 8; bit++) {
		bytes.p[sizeof(struct model_head)] ^= (char)(1 << bit);
		reckon_checksum(&bytes);
		CHECK_ROW(!model_read(&a, bytes.p, bytes.n, &m, &e), bit);
		CHECK_ROW(e.kind == ERR_INVALID, bit);
		bytes.p[sizeof(struct model_head)] ^= (char)(1 << bit);
	}
	reckon_checksum(&bytes);
	CHECK(model_read(&a, bytes.p, bytes.n, &m, &e));
	arena_release(&a);
}

static size_t model_bytes(const struct model_options *o, struct arena *a)
{
	struct buf out;
	struct err e;

	buf_init(&out, a, MODEL_BYTES_MAX);
	CHECK(model_train(examples, ARRAY_LEN(examples), o, a, &out, &e));
	return out.n;
}

static void test_a_model_keeps_to_its_bytes(void)
{
	struct model_options o = options;
	struct arena a;
	size_t all, often, few;

	arena_init(&a);
	all = model_bytes(&o, &a);
	o.texts_least = 2;
	often = model_bytes(&o, &a);
	o.bytes_max = 100;
	few = model_bytes(&o, &a);
	CHECK(often < all && few < often);
	CHECK(few <= NUMBERS + 100 + 3 * 2 * sizeof(float) + 32);
	arena_release(&a);
}

/* Where a word is missing only the blanks tell: runs see them, words do not. */
static void test_runs_see_what_stands_between_words(void)
{
	static const struct example gaps[] = {
		{"жалобы на  и кашель", "first"},
		{"жалобы на  и насморк", "first"},
		{"жалобы на  и слабость", "first"},
		{"жалобы на кашель и  ", "second"},
		{"жалобы на насморк и  ", "second"},
		{"жалобы на слабость и  ", "second"},
	};
	struct model_options o = options;
	struct arena a;
	const struct model_view *m;
	struct model_guess guess;
	struct buf out;
	struct err e;
	float margin;
	bool accept;

	arena_init(&a);
	o.space = (struct feature_space){FEATURE_RUNS, 14};
	buf_init(&out, &a, MODEL_BYTES_MAX);
	CHECK(model_train(gaps, ARRAY_LEN(gaps), &o, &a, &out, &e));
	CHECK(model_read(&a, out.p, out.n, &m, &e));
	model_score(m, "на  и зуд", 1, &a, &guess, &accept, &margin);
	CHECK_TEXT(guess.label, "first");
	model_score(m, "на зуд и  ", 1, &a, &guess, &accept, &margin);
	CHECK_TEXT(guess.label, "second");
	arena_release(&a);
}

/* Three models, one of another space: each says what it says alone. */
static void test_models_share_a_text(void)
{
	static const int bits[] = {12, 12, 14};
	static const size_t taught[] = {12, 8, 12};
	static const char asked[] = "сколько стоит приём и где клиника";
	struct model_text text = {.text = asked};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(bits); i++) {
		struct model_options o = options;
		const struct model_view *m;
		struct model_guess guess[2];
		struct buf out;
		struct err e;
		float margin[2];
		bool accept;

		o.space.bits = bits[i];
		buf_init(&out, &a, MODEL_BYTES_MAX);
		CHECK(model_train(examples, taught[i], &o, &a, &out, &e));
		CHECK(model_read(&a, out.p, out.n, &m, &e));
		model_score(m, asked, 1, &a, &guess[0], &accept, &margin[0]);
		model_score_shared(
			m, &text, 1, &a, &guess[1], &accept, &margin[1]);
		CHECK_ROW(strcmp(guess[0].label, guess[1].label) == 0, i);
		CHECK_ROW(margin[0] == margin[1], i);
		CHECK_ROW(guess[0].score == guess[1].score, i);
	}
	arena_release(&a);
}

static void test_one_label_is_nothing_to_learn(void)
{
	struct arena a;
	struct buf out;
	struct err e;

	arena_init(&a);
	buf_init(&out, &a, MODEL_BYTES_MAX);
	CHECK(!model_train(examples, 4, &options, &a, &out, &e));
	CHECK(e.kind == ERR_INVALID && out.n == 0);
	arena_release(&a);
}

TEST_MAIN(test_a_known_foreign_text_counts_against_acceptance,
	test_it_learns_and_forgives_typos, test_what_is_foreign_is_less_sure,
	test_the_same_examples_give_the_same_bytes,
	test_a_damaged_model_is_refused, test_numbers_beyond_reason_are_refused,
	test_buckets_without_weights_are_refused,
	test_a_model_keeps_to_its_bytes,
	test_runs_see_what_stands_between_words, test_models_share_a_text,
	test_one_label_is_nothing_to_learn)
