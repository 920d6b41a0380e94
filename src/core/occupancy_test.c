#include "core/occupancy.h"

#include "test/check.h"

static void test_cells(void)
{
	static const struct {
		int64_t start, end;
		int before, after;
		int64_t first, stop;
	} rows[] = {
		{300, 600, 0, 0, 1, 2},
		{3000, 4800, 0, 0, 10, 16},
		{3000, 4800, 5, 10, 9, 18},
		{3001, 4801, 0, 0, 10, 17}, /* outward */
		{3000, 4800, 1, 1, 9, 17},  /* outward as well */
		{-300, 300, 0, 0, -1, 1},   /* before 1970 */
		{-301, -300, 0, 0, -2, -1},
		{3000, 3001, 0, 0, 10, 11},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct cells got;
		struct err e;

		CHECK_ROW(occupancy_cells(rows[i].start, rows[i].end,
				  rows[i].before, rows[i].after, &got, &e),
			i);
		CHECK_ROW(got.first == rows[i].first, i);
		CHECK_ROW(got.end == rows[i].stop, i);
	}
}

static void test_refused(void)
{
	static const struct {
		int64_t start, end;
		int before, after;
	} rows[] = {
		{600, 600, 0, 0},
		{600, 300, 0, 0},
		{600, 900, -5, 0},
		{600, 900, 0, -5},
		{0, (OCCUPANCY_CELLS_MAX + 1) * OCCUPANCY_CELL_S, 0, 0},
		{0, OCCUPANCY_CELLS_MAX * OCCUPANCY_CELL_S, 5, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct cells got = {1, 2};
		struct err e;

		CHECK_ROW(!occupancy_cells(rows[i].start, rows[i].end,
				  rows[i].before, rows[i].after, &got, &e),
			i);
		CHECK_ROW(e.kind == ERR_INVALID && got.first == 1, i);
	}
}

/* Visits that touch with their buffers share no cell; a minute more does. */
static void test_neighbours(void)
{
	struct cells one, two;
	struct err e;

	CHECK(occupancy_cells(3000, 4800, 5, 10, &one, &e));
	CHECK(occupancy_cells(4800 + 900, 6600, 5, 0, &two, &e));
	CHECK(one.end == two.first);
	CHECK(occupancy_cells(4800 + 840, 6600, 5, 0, &two, &e));
	CHECK(one.end > two.first);
	CHECK(occupancy_is_whole(4800) && !occupancy_is_whole(4860));
}

TEST_MAIN(test_cells, test_refused, test_neighbours)
