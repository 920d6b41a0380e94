#ifndef APP_HISTORY_PEOPLE_H
#define APP_HISTORY_PEOPLE_H
/*
 * app/history_people - people who do not exist, for app/history: names from
 * lists, agreeing in sex, and phones that no operator serves.
 */
#include "base/arena.h"
#include "core/patient.h"

/* A small repeatable generator (splitmix64); never for secrets. */
struct dice {
	uint64_t state;
};
uint64_t dice_roll(struct dice *d);
/* 0..below-1; `below` is at least 1. */
uint32_t dice_below(struct dice *d, uint32_t below);

/* Fills a person and the sex; `number` (0..9999999) makes the phone. */
void history_person(struct dice *d, int number, struct arena *a,
	struct person *out, enum sex *sex);

#endif
