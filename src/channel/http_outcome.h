#ifndef CHANNEL_HTTP_OUTCOME_H
#define CHANNEL_HTTP_OUTCOME_H
/*
 * channel/http_outcome - what the answer of a provider behind channel/http
 * means, read with care for the patient:
 *
 *    2xx with an id          accepted
 *    429, 503                deferred, Retry-After counts
 *    401, 403, 3xx           deferred for long: our settings are wrong, not
 *                            the message
 *    other 4xx               refused
 *    2xx without id, 5xx,    unclear: a gateway may well have passed it on
 *    no whole answer           before it stumbled
 *
 * An id is a text of one line, shorter than CHANNEL_PROVIDER_ID_BYTES.
 */
#include "channel/channel.h"
#include "http/client.h"

enum { SETTINGS_WAIT_S = 300 }; /* somebody must mend the settings first */

/*
 * Fills *out if no whole answer came, which means the same to every channel
 * over HTTP; false: one came and is to be read.
 */
MUST_USE bool http_outcome_unanswered(
	const struct http_answer *got, struct outcome *out);

/* Fills *out; `a` is for reading the body. */
void http_outcome(
	const struct http_answer *got, struct arena *a, struct outcome *out);

#endif
