#ifndef TEST_PROVE_PLACE_H
#define TEST_PROVE_PLACE_H
/*
 * test/prove/place - an installation, opened beside the program: before it
 * starts, to make a clinic; after it has ended, to look at what is there.
 */
#include "app/app.h"
#include "app/home.h"
#include "app/session.h"

#define PLACE_CLINIC "proof"
#define PLACE_NOTICE "1"

/* Days on which every doctor of the clinic works 8 to 20, each half hour. */
enum { PLACE_DAY_STARTS = 24, PLACE_DAYS = 55 };

struct place {
	const char *data; /* folder */
	const char *db;   /* address; NULL: SQLite in the folder */
	struct home home;
	struct app app;
	struct store store;
	struct arena a;
	struct err e;
	int64_t clinic_id, service_id;
	int64_t doctors[64];
	int doctors_n;
};

/* Opens it, made if new.  Whatever goes wrong ends the program. */
void place_open(struct place *p);
void place_close(struct place *p);

/* Makes the clinic: `n` doctors of one service in a branch of that zone. */
void place_clinic(struct place *p, int n, const char *zone);

struct pass {
	char token[SESSION_TOKEN_SIZE];
	char csrf[SESSION_CSRF_SIZE];
};
/* A visitor's cookie, or with `is_staff` an administrator's. */
void place_pass(struct place *p, bool is_staff, struct pass *out);

/*
 * Plays the round of a worker after all leases are over, three minutes ahead of
 * the clock: what the killed were sending becomes uncertain.
 */
void place_end_leases(struct place *p);

/* One number of a query. */
int64_t place_number(struct place *p, const char *sql);

/* The p-th start of the clinic, in 0..PLACE_DAYS*PLACE_DAY_STARTS-1: from the
 * day after tomorrow on. */
int64_t place_start(int64_t now, int number);

#endif
