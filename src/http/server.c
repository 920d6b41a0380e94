#include "http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/edge.h"
#include "http/exchange.h"
#include "os/clock.h"
#include "os/file.h"

enum {
	/* Of the library's 8 KiB a connection: what is left writes the reply's
	 * header. */
	POOL_BYTES = 8192,
	HEADER_BYTES_MAX = 5632,
	/* An exchange that grew gives its memory back. */
	KEPT_BYTES_MAX = 64 << 10,
	/* A reader slower than this is cut. */
	REPLY_BYTES_PER_MS = 16,
	BACKLOG_N = 1024,
	OTHER_FILES_N = 300, /* databases, epoll, clients, logs */
	TICKS_PER_DEADLINE = 8,
	TICK_MIN_MS = 5,
	TICK_MAX_MS = 250,
};

struct http_server_settings http_server_defaults(void)
{
	return (struct http_server_settings){
		.threads_n = 32,
		.connections_max = 14000,
		.connections_per_peer_max = 200,
		.request_ms = 20000,
		.idle_ms = 60000,
		.heartbeat_ms = 15000,
		.crowd_ms = 1000,
		.stream_bytes_max = 256 << 10,
	};
}

/* ---- exchanges ---------------------------------------------------------- */

static struct http_exchange *take_exchange(struct http_server *srv)
{
	struct http_exchange *x;

	mutex_lock(&srv->lock);
	x = srv->unused;
	if (x)
		srv->unused = x->next_free;
	mutex_unlock(&srv->lock);
	if (x)
		return x;
	x = calloc(1, sizeof(*x));
	if (!x)
		base_no_memory();
	arena_init(&x->arena);
	x->srv = srv;
	return x;
}

static void give_exchange(struct http_exchange *x)
{
	struct http_server *srv = x->srv;

	if (x->arena.total_bytes > KEPT_BYTES_MAX)
		arena_release(&x->arena);
	else
		arena_reset(&x->arena);
	mutex_lock(&srv->lock);
	x->next_free = srv->unused;
	srv->unused = x;
	mutex_unlock(&srv->lock);
}

static void free_exchanges(struct http_server *srv)
{
	while (srv->unused) {
		struct http_exchange *x = srv->unused;

		srv->unused = x->next_free;
		arena_release(&x->arena);
		free(x);
	}
}

/* A connection and the request that is being read on it. */
struct conn {
	struct watch_conn watched; /* first: found back from it by a cast */
	uint8_t peer[16];
	struct http_exchange *now;
};

static struct conn *conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void tell_finished(struct http_server *srv)
{
	if (--srv->busy_n > 0 || !srv->is_closing)
		return;
	mutex_lock(&srv->lock);
	condition_wake_one(&srv->finished);
	mutex_unlock(&srv->lock);
}

static void drop_exchange(struct conn *c)
{
	struct http_exchange *x = c->now;
	struct http_server *srv;

	if (!x)
		return;
	c->now = NULL;
	if (x->reply.stream) {
		watch_set_stream(&x->srv->watch, &c->watched, NULL);
		stream_detach(x->reply.stream);
	}
	srv = x->srv;
	give_exchange(x);
	tell_finished(srv);
}

static void read_peer(struct MHD_Connection *mhd, uint8_t peer[16])
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *sa = info ? info->client_addr : NULL;
	char text[HTTP_PEER_TEXT_BYTES] = "";

	if (sa && sa->sa_family == AF_INET6)
		memcpy(peer, &((const struct sockaddr_in6 *)sa)->sin6_addr, 16);
	else if (sa && sa->sa_family == AF_INET &&
		 inet_ntop(AF_INET, &((const struct sockaddr_in *)sa)->sin_addr,
			 text, sizeof(text)))
		BUG_ON(!http_peer_read(text, peer));
}

/* ---- connections -------------------------------------------------------- */

static void open_conn(struct http_server *srv, struct MHD_Connection *mhd,
	void **socket_context)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct conn *c = calloc(1, sizeof(*c));

	if (!c)
		base_no_memory();
	c->watched.fd = info->connect_fd;
	c->watched.waits_since_ms = clock_steady_ms();
	c->watched.cut_at_ms = clock_steady_ms() + srv->set.request_ms;
	c->watched.is_idle = true;
	read_peer(mhd, c->peer);
	*socket_context = c;
	watch_add(&srv->watch, &c->watched);
}

static void on_connection(void *ctx, struct MHD_Connection *mhd,
	void **socket_context, enum MHD_ConnectionNotificationCode code)
{
	struct http_server *srv = ctx;
	struct conn *c = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		open_conn(srv, mhd, socket_context);
		return;
	}
	acceptor_left(&srv->acceptor);
	if (!c)
		return;
	drop_exchange(c);
	watch_remove(&srv->watch, &c->watched);
	free(c);
	*socket_context = NULL;
}

/*
 * The request line is read.  The only moment at which the library shows the
 * target whole, so an exchange begins here.
 */
static void *on_target(void *ctx, const char *target, struct MHD_Connection *m)
{
	struct http_server *srv = ctx;
	struct conn *c = conn_of(m);
	struct http_exchange *x;

	if (!c)
		return NULL;
	drop_exchange(c);
	x = take_exchange(srv);
	x->req = (struct http_request){.a = &x->arena, .exchange = x};
	x->reply = (struct http_reply){0};
	x->target = arena_text(&x->arena, target);
	x->raw_target = target;
	x->conn = &c->watched;
	x->mhd = m;
	c->now = x;
	srv->busy_n++;
	c->watched.is_idle = false;
	c->watched.waits_since_ms = clock_steady_ms();
	c->watched.cut_at_ms = clock_steady_ms() + srv->set.request_ms;
	return NULL;
}

static void on_completed(void *ctx, struct MHD_Connection *mhd,
	void **request_context, enum MHD_RequestTerminationCode code)
{
	struct http_server *srv = ctx;
	struct conn *c = conn_of(mhd);

	(void)code;
	*request_context = NULL;
	if (!c)
		return;
	drop_exchange(c);
	c->watched.waits_since_ms = clock_steady_ms();
	c->watched.cut_at_ms = clock_steady_ms() + srv->set.idle_ms;
	c->watched.is_idle = true;
}

/* ---- replies ------------------------------------------------------------ */

static struct MHD_Response *make_response(struct http_exchange *x)
{
	struct http_reply *r = &x->reply;

	if (r->stream)
		return stream_response(r->stream, x->mhd);
	/* The library takes the body as void * but does not write to it. */
	return MHD_create_response_from_buffer(
		r->body_n, (void *)(uintptr_t)r->body, MHD_RESPMEM_PERSISTENT);
}

/* After this the library may be done with the exchange at any moment. */
static enum MHD_Result queue_reply(struct http_exchange *x)
{
	struct http_reply *r = &x->reply;
	struct http_server *srv = x->srv;
	struct MHD_Response *response;
	enum MHD_Result done;

	if (r->must_close || srv->is_closing)
		http_reply_header(r, "Connection", "close");
	x->conn->cut_at_ms =
		r->stream ? WATCH_NEVER
			  : clock_steady_ms() + srv->set.request_ms +
				    (int64_t)r->body_n / REPLY_BYTES_PER_MS;
	if (r->stream)
		watch_set_stream(&srv->watch, x->conn, r->stream);
	response = make_response(x);
	if (!response)
		base_no_memory();
	for (size_t i = 0; i < r->headers_n; i++)
		if (MHD_add_response_header(response, r->headers[i].name,
			    r->headers[i].value) != MHD_YES)
			base_bug(__FILE__, __LINE__, "a sound header");
	done = MHD_queue_response(x->mhd, (unsigned)r->status, response);
	MHD_destroy_response(response);
	return done;
}

static enum MHD_Result refuse(struct http_exchange *x, int status)
{
	static const struct {
		int status;
		const char *text;
	} rows[] = {
		{400, "malformed request\n"},
		{405, "unknown method\n"},
		{411, "a body needs a Content-Length\n"},
		{413, "body too large\n"},
		{415, "compressed bodies are not accepted\n"},
		{431, "header too large\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].status == status)
			http_reply_text(&x->reply, status, rows[i].text);
	if (status == 405)
		http_reply_header(&x->reply, "Allow",
			"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
	x->reply.must_close = true;
	x->srv->refused_n++;
	return queue_reply(x);
}

/* ---- requests ----------------------------------------------------------- */

static enum MHD_Result on_header(
	void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct http_exchange *x = ctx;

	(void)kind;
	if (x->req.headers_n == HTTP_HEADERS_MAX)
		return MHD_NO;
	x->headers[x->req.headers_n++] =
		(struct http_pair){name, value ? value : ""};
	return MHD_YES;
}

static size_t header_bytes(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	return info ? info->header_size : 0;
}

/* Returns 0 or the status of the refusal. */
static int read_headers(
	struct http_exchange *x, const char *method, const char *version)
{
	struct edge_line line = {method, x->raw_target, version};
	size_t block_n = header_bytes(x->mhd);

	x->req.headers = x->headers;
	if (MHD_get_connection_values(x->mhd, MHD_HEADER_KIND, on_header, x) <
		0)
		return 400;
	if (x->req.headers_n == HTTP_HEADERS_MAX)
		return 431;
	if (block_n > HEADER_BYTES_MAX)
		return 431;
#if MHD_VERSION < 0x01000000 /* from 1.0 on the library is strict itself */
	if (!edge_is_whole(&line, strlen(x->target), x->headers,
		    x->req.headers_n, block_n))
		return 400;
#endif
	line.target = x->target;
	return edge_check(&line, &x->req);
}

static void fill_request(struct http_exchange *x)
{
	struct http_server *srv = x->srv;
	struct conn *c = (struct conn *)x->conn;

	x->req.at_ms = clock_steady_ms();
	x->req.is_https = srv->set.is_https;
	x->req.body = "";
	memcpy(x->req.peer, c->peer, sizeof(x->req.peer));
	if (srv->has_proxy && memcmp(c->peer, srv->proxy, 16) == 0)
		edge_forwarded(&x->req, x->req.peer);
}

static enum MHD_Result refuse_large(struct http_exchange *x)
{
	const struct http_handler *h = &x->srv->handler;

	if (!h->too_large)
		return refuse(x, 413);
	h->too_large(h->ctx, &x->req, &x->reply);
	x->reply.must_close = true;
	x->srv->refused_n++;
	return queue_reply(x);
}

static enum MHD_Result on_head(
	struct http_exchange *x, const char *method, const char *version)
{
	const struct http_handler *h = &x->srv->handler;
	size_t body_max = 0;
	int status = read_headers(x, method, version);

	if (status)
		return refuse(x, status);
	fill_request(x);
	if (!h->head(h->ctx, &x->req, &x->reply, &body_max)) {
		/* The body, if any, stays unread. */
		x->reply.must_close |= x->req.body_announced_n > 0;
		x->srv->refused_n++;
		return queue_reply(x);
	}
	if (x->req.body_announced_n > body_max)
		return refuse_large(x);
	buf_init(&x->body, &x->arena, body_max);
	return MHD_YES;
}

static enum MHD_Result on_whole(struct http_exchange *x)
{
	struct http_server *srv = x->srv;

	x->req.body = x->body.p;
	x->req.body_n = x->body.n;
	/* While the handler works nobody is to blame but us. */
	x->conn->waits_since_ms = WATCH_NEVER;
	x->conn->cut_at_ms = WATCH_NEVER;
	srv->requests_n++;
	srv->handler.body(srv->handler.ctx, &x->req, &x->reply);
	BUG_ON(!x->reply.status);
	return queue_reply(x);
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *mhd,
	const char *url, const char *method, const char *version,
	const char *data, size_t *data_n, void **request_context)
{
	struct conn *c = conn_of(mhd);
	struct http_exchange *x = c ? c->now : NULL;

	(void)ctx, (void)url;
	if (!x)
		return MHD_NO;
	if (!*request_context) {
		*request_context = x;
		return on_head(x, method, version);
	}
	if (*data_n == 0)
		return on_whole(x);
	if (!buf_add(&x->body, data, *data_n))
		return MHD_NO; /* cannot be: its length was announced */
	*data_n = 0;
	return MHD_YES;
}

/* Percent signs are decoded by us, part by part: a %2F is no separator. */
static size_t keep_escaped(void *ctx, struct MHD_Connection *mhd, char *text)
{
	(void)ctx, (void)mhd;
	return strlen(text);
}

/* ---- life --------------------------------------------------------------- */

struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	};
};

static bool read_address(
	const char *host, uint16_t port, struct address *out, struct err *e)
{
	*out = (struct address){0};
	if (inet_pton(AF_INET, host, &out->four.sin_addr) == 1) {
		out->four.sin_family = AF_INET;
		out->four.sin_port = htons(port);
		return true;
	}
	if (inet_pton(AF_INET6, host, &out->six.sin6_addr) == 1) {
		out->six.sin6_family = AF_INET6;
		out->six.sin6_port = htons(port);
		return true;
	}
	return err_field(e, ERR_INVALID, "host", "not a numeric address");
}

static bool check_settings(const struct http_server_settings *s, struct err *e)
{
	if (s->threads_n < 1 || s->threads_n > 64)
		return err_field(e, ERR_INVALID, "threads_n", "not 1..64");
	if (s->connections_max < s->threads_n)
		return err_field(e, ERR_INVALID, "connections_max",
			"fewer than threads");
	if (s->request_ms < 1 || s->idle_ms < 1 || s->heartbeat_ms < 1 ||
		s->crowd_ms < 1)
		return err_field(
			e, ERR_INVALID, "request_ms", "a time below 1 ms");
	return true;
}

/*
 * The library divides its limit among its threads, and a thread that is dealt
 * one more than its share keeps a mutex for ever (0.9.75,
 * new_connection_process_).  So the acceptor alone counts, and each thread
 * could hold them all.
 */
static unsigned library_limit(const struct http_server_settings *s)
{
	return (unsigned)s->connections_max * (unsigned)s->threads_n;
}

static bool start(struct http_server *srv, struct err *e)
{
	const struct http_server_settings *s = &srv->set;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD |
			 MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
			 MHD_USE_NO_LISTEN_SOCKET;
	unsigned per_peer =
		s->proxy ? 0 : (unsigned)s->connections_per_peer_max;

	srv->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, srv,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, srv,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, srv,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, srv,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, srv,
		MHD_OPTION_THREAD_POOL_SIZE,
		(unsigned)(s->threads_n > 1 ? s->threads_n : 0),
		MHD_OPTION_CONNECTION_LIMIT, library_limit(s),
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_peer,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_END);
	return srv->daemon != NULL ||
	       err_set(e, ERR_UNAVAILABLE, "no threads for a server");
}

static bool listen_and_start(struct http_server *srv, struct err *e)
{
	const struct http_server_settings *s = &srv->set;
	struct acceptor *a = &srv->acceptor;
	struct address address;
	bool ok;

	if (!read_address(s->host, s->port, &address, e))
		return false;
	a->connections_max = s->connections_max;
	ok = acceptor_listen(a, &address.any, sizeof(address), BACKLOG_N, e) &&
	     start(srv, e);
	a->daemon = srv->daemon;
	if (ok && acceptor_start(a, e))
		return true;
	acceptor_close(a);
	if (srv->daemon)
		MHD_stop_daemon(srv->daemon);
	return false;
}

static int64_t tick_ms(const struct http_server_settings *s)
{
	int64_t ms = s->request_ms < s->idle_ms ? s->request_ms : s->idle_ms;

	if (s->heartbeat_ms < ms)
		ms = s->heartbeat_ms;
	if (s->crowd_ms < ms)
		ms = s->crowd_ms;
	ms /= TICKS_PER_DEADLINE;
	if (ms < TICK_MIN_MS)
		return TICK_MIN_MS;
	return ms < TICK_MAX_MS ? ms : TICK_MAX_MS;
}

static struct watch_times times_of(const struct http_server_settings *s)
{
	return (struct watch_times){
		.tick_ms = tick_ms(s),
		.heartbeat_ms = s->heartbeat_ms,
		/* A quarter is kept for those who are about to ask. */
		.crowd_n = s->connections_max - s->connections_max / 4,
		.crowd_ms = s->crowd_ms,
	};
}

static void free_server(struct http_server *srv)
{
	free_exchanges(srv);
	mutex_release(&srv->lock);
	condition_release(&srv->finished);
	free(srv);
}

/* Each connection is an open file; the system may allow fewer. */
static void share_files(struct http_server_settings *s)
{
	int64_t allowed_n = file_allow_open(s->connections_max + OTHER_FILES_N);

	if (allowed_n < s->connections_max + OTHER_FILES_N)
		s->connections_max = allowed_n > OTHER_FILES_N + s->threads_n
					     ? (int)allowed_n - OTHER_FILES_N
					     : s->threads_n;
}

static bool open_server(struct http_server *srv, struct err *e)
{
	const struct http_server_settings *s = &srv->set;
	struct watch_times times;

	if (!check_settings(s, e))
		return false;
	share_files(&srv->set);
	times = times_of(s);
	srv->has_proxy = s->proxy && http_peer_read(s->proxy, srv->proxy);
	if (s->proxy && !srv->has_proxy)
		return err_field(
			e, ERR_INVALID, "proxy", "not a numeric address");
	if (!watch_open(&srv->watch, &times, e))
		return false;
	if (listen_and_start(srv, e))
		return true;
	watch_close(&srv->watch);
	return false;
}

struct http_server *http_server_open(const struct http_server_settings *s,
	const struct http_handler *h, struct err *e)
{
	struct http_server *srv = calloc(1, sizeof(*srv));

	if (!srv)
		base_no_memory();
	srv->set = *s;
	srv->handler = *h;
	mutex_init(&srv->lock);
	condition_init(&srv->finished);
	if (open_server(srv, e))
		return srv;
	free_server(srv);
	return NULL;
}

uint16_t http_server_port(const struct http_server *srv)
{
	return acceptor_port(&srv->acceptor);
}

struct http_server_counts http_server_counts(const struct http_server *srv)
{
	return (struct http_server_counts){
		.requests_n = srv->requests_n,
		.refused_n = srv->refused_n,
		.cut_n = srv->watch.cut_n,
		.open_n = srv->watch.open_n,
		.streams_n = srv->watch.streams_n,
	};
}

static void wait_finished(struct http_server *srv, int64_t until_ms)
{
	mutex_lock(&srv->lock);
	while (srv->busy_n > 0 &&
		condition_wait_until(&srv->finished, &srv->lock, until_ms))
		;
	mutex_unlock(&srv->lock);
}

void http_server_close(struct http_server *srv, int64_t wait_ms)
{
	if (!srv)
		return;
	srv->is_closing = true;
	acceptor_close(&srv->acceptor);
	watch_end(&srv->watch, true);
	wait_finished(srv, clock_steady_ms() + wait_ms);
	watch_end(&srv->watch, false);
	MHD_stop_daemon(srv->daemon);
	watch_close(&srv->watch);
	free_server(srv);
}
