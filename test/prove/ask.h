#ifndef TEST_PROVE_ASK_H
#define TEST_PROVE_ASK_H
/* test/prove/ask - one request to the server, as a page of ours sends it. */
#include "http/client.h"
#include "test/prove/place.h"

struct asker {
	struct http_client *client;
	struct arena a; /* answers live here until it is reset */
};
void asker_init(struct asker *k);
void asker_release(struct asker *k);

/*
 * POSTs `body`, or GETs without one; `who` may be NULL.  Returns the status, -1
 * if it was sent and not answered, 0 if nothing was sent.
 */
int ask(struct asker *k, int port, const struct pass *who, const char *path,
	const char *body, struct http_answer *out);

/* A time as the API takes it. */
const char *ask_instant(struct arena *a, int64_t at);
/* The visit_id of an answer; 0: none. */
int64_t ask_visit_id(struct arena *a, const struct http_answer *got);

#endif
