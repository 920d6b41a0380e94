#include "core/occupancy.h"

enum { MINUTE_S = 60 };

/* Integer division rounds towards zero; before 1970 it must go down too. */
static int64_t cell_of(int64_t at)
{
	int64_t cell = at / OCCUPANCY_CELL_S;

	return at % OCCUPANCY_CELL_S < 0 ? cell - 1 : cell;
}

bool occupancy_is_whole(int64_t at)
{
	return at % OCCUPANCY_CELL_S == 0;
}

bool occupancy_cells(int64_t start_at, int64_t end_at, int before_min,
	int after_min, struct cells *out, struct err *e)
{
	int64_t from_at = start_at - (int64_t)before_min * MINUTE_S;
	int64_t to_at = end_at + (int64_t)after_min * MINUTE_S;
	struct cells got = {
		cell_of(from_at), cell_of(to_at + OCCUPANCY_CELL_S - 1)};

	if (start_at >= end_at || before_min < 0 || after_min < 0)
		return err_field(e, ERR_INVALID, "end",
			"occupancy: it ends before it starts");
	if (got.end - got.first > OCCUPANCY_CELLS_MAX)
		return err_field(
			e, ERR_INVALID, "end", "occupancy: a visit too long");
	*out = got;
	return true;
}
