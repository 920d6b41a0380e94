#ifndef BENCH_PEOPLE_H
#define BENCH_PEOPLE_H
/*
 * bench/people - visitors with sessions of their own, whom the benches let
 * write and book.
 */
#include "base/buf.h"
#include "bench/load.h"

enum { PEOPLE_MAX = 8192, PERSON_TOKEN_MAX = 64, PERSON_CSRF_MAX = 64 };

struct person {
	char token[PERSON_TOKEN_MAX], csrf[PERSON_CSRF_MAX];
};

struct people {
	int n;
	struct person person[PEOPLE_MAX];
};

/*
 * Makes `n` of them by as many GET /session, and POST /consents of `consent`
 * unless that is NULL.
 */
void people_make(struct people *p, uint16_t port, int n, const char *consent);

/* Writes a POST of JSON as a browser of this person sends it. */
void people_post(const struct person *p, const char *path, const char *json,
	struct buf *request);

#endif
