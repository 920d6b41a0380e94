#ifndef CORE_OCCUPANCY_H
#define CORE_OCCUPANCY_H
/*
 * core/occupancy - which five-minute cells of a resource a visit takes.
 *
 * The database refuses a double booking because (resource, cell, seat) is a
 * primary key; this file only says which cells those are.  A cell is a unix
 * time divided by 300.  A visit takes [start - buffer before,
 * end + buffer after) of its doctor, its room and its device.
 */
#include "base/err.h"

enum {
	OCCUPANCY_CELL_S = 300,
	/* A visit of half a day with buffers; more is a wrong service. */
	OCCUPANCY_CELLS_MAX = 144,
	/* The seat everybody takes; overbooking takes further ones. */
	OCCUPANCY_SEAT = 0,
};

struct cells {
	int64_t first, end; /* half-open */
};

/* Whole five minutes: what our own visits start and end at. */
bool occupancy_is_whole(int64_t at);

/*
 * The cells of a visit; times that are not whole are rounded outward.
 * Buffers in minutes, >= 0.
 *
 * ERR_INVALID: it ends before it starts, or takes more than
 * OCCUPANCY_CELLS_MAX cells.
 */
MUST_USE bool occupancy_cells(int64_t start_at, int64_t end_at, int before_min,
	int after_min, struct cells *out, struct err *e);

#endif
