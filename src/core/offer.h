#ifndef CORE_OFFER_H
#define CORE_OFFER_H
/*
 * core/offer - which of the free times to offer, and how to say them.
 */
#include "core/dialogue.h"

enum offer_match {
	OFFER_FITS,         /* the wish as it is */
	OFFER_OTHER_TIME,   /* the day wished, another hour */
	OFFER_OTHER_DAY,    /* another day */
	OFFER_OTHER_DOCTOR, /* another doctor than wished */
	OFFER_NONE,         /* nothing is free */
	OFFER_MATCHES       /* how many */
};

/*
 * Chooses at most FRAME_OFFERS_MAX of `free` (in order of time) by the wish,
 * the seeking, the doctor and the branch of *f: the nearest that fits, and a
 * second choice of the same doctor about an hour later.  Gives up the hour,
 * then the day, then the doctor.  Doctors refused are never offered; a branch
 * not asked for only if it shares the first branch's zone, or nothing else is
 * free.  Returns how many; `out` is in order of time.
 */
size_t offer_pick(const struct dialogue_world *w, const struct frame *f,
	const struct offer *free, size_t n, struct offer out[FRAME_OFFERS_MAX],
	enum offer_match *match);

/* «завтра, 24 ноября, в 15:30 или в 16:30» */
const char *offer_when(const struct dialogue_world *w,
	const struct offer *offer, size_t n, struct arena *a);

/* «терапевт Петрова А. А., филиал на Здоровья, 5, приём 2 500
 * ₽»
 */
const char *offer_what(const struct dialogue_world *w, int64_t service_id,
	const struct offer *offer, struct arena *a);

/* The zone of a branch by its id; the first branch's if it is gone. */
const struct zone *offer_zone(
	const struct dialogue_world *w, int64_t branch_id);

#endif
