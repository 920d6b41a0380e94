#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H
/*
 * http/stream - server-sent events (text/event-stream) that hold no thread.
 *
 * A handler opens a stream as its reply and gives the pointer to whoever has
 * news; any thread may send.  The reader's `Last-Event-ID` is an ordinary
 * header of the request.  A reader that does not keep up is cut: it comes back
 * with its last id.
 */
#include "http/server.h"

/*
 * Makes `reply` an event stream and returns it.  The caller owns one hold on
 * it and ends that with http_stream_close, also after the server has closed.
 * Never NULL.  The handler's last step: afterwards it must succeed.
 */
struct http_stream *http_stream_open(
	struct http_request *req, struct http_reply *reply);

/*
 * Queues one event.  `id` and `event` may be NULL and have no line ends
 * (BUG_ON); `data` may have several lines.  False: the reader has gone or was
 * cut, so close it.  Does not block.
 */
MUST_USE bool http_stream_send(struct http_stream *s, const char *id,
	const char *event, const char *data);

/* True until the reader goes, is cut, or the server closes. */
bool http_stream_is_open(struct http_stream *s);

/* Ends the stream after what is queued; `s` is gone.  NULL is fine. */
void http_stream_close(struct http_stream *s);

#endif
