#include "lang/softmax.h"

#include "test/check.h"

/* Column 0 is everywhere; 1, 2 and 3 tell the classes. */
static const struct feature first[] = {{0, 1}, {1, 1}};
static const struct feature second[] = {{0, 1}, {2, 1}};
static const struct feature third[] = {{0, 1}, {3, 1}};
static const struct softmax_row rows[] = {
	{first, 2, 0, 1},
	{second, 2, 1, 1},
	{third, 2, 2, 1},
	{first, 2, 0, 1},
	{second, 2, 1, 1},
	{third, 2, 2, 1},
};

static struct softmax_problem problem(void)
{
	return (struct softmax_problem){.row = rows,
		.n = ARRAY_LEN(rows),
		.columns = 4,
		.classes = 3,
		.cost = 10};
}

static void test_each_class_finds_its_column(void)
{
	struct softmax_problem p = problem();
	size_t stride = softmax_stride(p.classes);
	struct arena a;
	const float *weight;

	arena_init(&a);
	weight = softmax_train(&p, &a);
	for (size_t column = 1; column < p.columns; column++)
		for (size_t c = 0; c < p.classes; c++)
			CHECK_ROW((weight[column * stride + c] > 0) ==
					  (c == column - 1),
				column);
	arena_release(&a);
}

static void test_what_weighs_less_pulls_less(void)
{
	struct softmax_row light[ARRAY_LEN(rows)];
	struct softmax_problem p = problem();
	struct arena a;
	const float *usual, *other;

	arena_init(&a);
	usual = softmax_train(&p, &a);
	memcpy(light, rows, sizeof(rows));
	for (size_t i = 0; i < ARRAY_LEN(light); i++)
		light[i].importance = light[i].class == 2 ? 0.1F : 1;
	p.row = light;
	other = softmax_train(&p, &a);
	CHECK(other[3 * softmax_stride(3) + 2] <
		usual[3 * softmax_stride(3) + 2]);
	arena_release(&a);
}

static void count(void *ctx, int64_t done, int64_t of)
{
	CHECK(done >= 0 && done < of);
	++*(int *)ctx;
}

static void test_progress_is_told(void)
{
	struct softmax_problem p = problem();
	struct arena a;
	int told = 0;

	arena_init(&a);
	p.progress = count;
	p.progress_ctx = &told;
	softmax_train(&p, &a);
	CHECK(told > 0);
	arena_release(&a);
}

enum { PASSES_MOST = 100 };

/* A judge who likes the third pass best, and what each pass came to. */
struct judge {
	int passes;
	float seen[PASSES_MOST]; /* the weight of column 1 for class 0 */
};

static double like_the_third(void *ctx, const float *weight)
{
	struct judge *j = ctx;

	CHECK(j->passes < PASSES_MOST);
	j->seen[j->passes++] = weight[softmax_stride(3)];
	return j->passes == 3 ? 2 : 1;
}

static double like_all(void *ctx, const float *weight)
{
	like_the_third(ctx, weight);
	return 1;
}

static void test_a_judge_chooses_the_pass(void)
{
	struct softmax_problem p = problem();
	struct judge liked = {0}, all = {0};
	struct arena a;
	const float *weight;

	arena_init(&a);
	p.judge = like_the_third;
	p.judge_ctx = &liked;
	weight = softmax_train(&p, &a);
	CHECK(liked.passes > 3);
	CHECK(weight[softmax_stride(3)] == liked.seen[2]);
	CHECK(liked.seen[2] != liked.seen[liked.passes - 1]);
	p.judge = like_all;
	p.judge_ctx = &all;
	weight = softmax_train(&p, &a);
	CHECK(weight[softmax_stride(3)] == all.seen[all.passes - 1]);
	arena_release(&a);
}

TEST_MAIN(test_a_judge_chooses_the_pass, test_each_class_finds_its_column,
	test_what_weighs_less_pulls_less, test_progress_is_told)
