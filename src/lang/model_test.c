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
	.bits = 12, .cost = 10, .threshold = 1, .sharpness = 1};

static struct buf trained(struct arena *a)
{
	struct buf out;
	struct err e;

	buf_init(&out, a, MODEL_BYTES_MAX);
	CHECK(model_train(
		examples, ARRAY_LEN(examples), &options, a, &out, &e));
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
		if (at >= 24 && at < 32)
			continue; /* threshold and sharpness may be anything */
		bytes.p[at] ^= 1;
		CHECK_ROW(!model_read(&a, bytes.p, bytes.n, &m, &e), at);
		bytes.p[at] ^= 1;
	}
	CHECK(model_read(&a, bytes.p, bytes.n, &m, &e));
	arena_release(&a);
}

/* As somebody would make it who knows how the checksum is reckoned. */
static void test_numbers_beyond_reason_are_refused(void)
{
	static const struct {
		size_t at; /* byte of the file */
		float value;
	} wrong[] = {
		{sizeof(struct model_head) + 40, NAN},
		{sizeof(struct model_head) + 40, INFINITY},
		{sizeof(struct model_head) + 40, -1e30f},
		{offsetof(struct model_head, threshold), NAN},
		{offsetof(struct model_head, sharpness), -1},
	};
	struct arena a;
	struct buf bytes;
	const struct model_view *m;
	struct model_head head;
	struct err e;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		bytes = trained(&a);
		memcpy(bytes.p + wrong[i].at, &wrong[i].value, 4);
		memcpy(&head, bytes.p, sizeof(head));
		head.checksum = model_checksum(
			bytes.p + sizeof(head), bytes.n - sizeof(head));
		memcpy(bytes.p, &head, sizeof(head));
		CHECK_ROW(!model_read(&a, bytes.p, bytes.n, &m, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
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
	test_one_label_is_nothing_to_learn)
