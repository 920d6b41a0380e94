#include "http/client.h"

#include <curl/curl.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "os/clock.h"

enum {
	RETRY_AFTER_MAX_S = 86400,
	CONNECT_MAX_MS = 10000,
	POLL_MAX_MS = 1000,
	LEAST_PART = 10, /* of the time that a request must have */
};

/* One request in flight. */
struct flight {
	const struct http_ask *ask;
	struct http_answer *answer;
	struct lane *lane; /* while it is on its way */
	struct curl_slist *headers;
	struct buf body;
	size_t sent_n;      /* bytes of the body that curl has taken */
	bool is_too_large;  /* the answer passed its maximum */
	bool is_forbidden;  /* an address was not public */
	bool is_head_whole; /* the blank line behind the headers came */
};

/* A handle of curl, made once; request after request goes out by it. */
struct lane {
	CURL *easy;
	struct flight *flight; /* NULL: it is free */
	struct lane *next;     /* of those that are free */
};

struct http_client {
	CURLM *multi;
	char ca_file[256]; /* "": the system's */
	struct lane *lanes;
	int lanes_max, lanes_n; /* how many there may be, and are */
	struct lane *idle;
};

/* ---- which addresses are the public internet ---------------------------- */

struct block {
	uint8_t net[16];
	int bits;
};

static bool is_in(const uint8_t peer[16], const struct block *b)
{
	int whole = b->bits / 8, rest = b->bits % 8;
	uint8_t mask = (uint8_t)(0xff << (8 - rest));

	if (memcmp(peer, b->net, (size_t)whole) != 0)
		return false;
	return !rest || ((peer[whole] ^ b->net[whole]) & mask) == 0;
}

#define FOUR(a, b, c, bits_)                                                   \
	{                                                                      \
		.net = {[10] = 0xff, 0xff, a, b, c}, .bits = 96 + (bits_)      \
	}

/* IANA's special-purpose registries, and what carries an IPv4 address inside
 * an IPv6 one (then the inner one would have to be judged: refused instead). */
bool http_peer_is_public(const uint8_t peer[16])
{
	static const struct block refused[] = {
		FOUR(0, 0, 0, 8),
		FOUR(10, 0, 0, 8),
		FOUR(100, 64, 0, 10),
		FOUR(127, 0, 0, 8),
		FOUR(169, 254, 0, 16),
		FOUR(172, 16, 0, 12),
		FOUR(192, 0, 0, 24),
		FOUR(192, 0, 2, 24),
		FOUR(192, 88, 99, 24),
		FOUR(192, 168, 0, 16),
		FOUR(198, 18, 0, 15),
		FOUR(198, 51, 100, 24),
		FOUR(203, 0, 113, 24),
		FOUR(224, 0, 0, 3),
	};
	static const struct block mapped = {{[10] = 0xff, 0xff}, 96};
	static const struct block global = {{0x20}, 3};
	static const struct block inside[] = {
		{{0x20, 0x01}, 23},             /* Teredo and protocols */
		{{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
		{{0x20, 0x02}, 16},             /* 6to4 */
		{{0x3f, 0xff}, 20},             /* documentation */
	};

	if (is_in(peer, &mapped)) {
		for (size_t i = 0; i < ARRAY_LEN(refused); i++)
			if (is_in(peer, &refused[i]))
				return false;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(inside); i++)
		if (is_in(peer, &inside[i]))
			return false;
	return is_in(peer, &global);
}

static bool read_address(const struct curl_sockaddr *from, uint8_t peer[16])
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	if (from->family == AF_INET6) {
		struct sockaddr_in6 six;

		memcpy(&six, &from->addr,
			sizeof(six) < from->addrlen ? sizeof(six)
						    : from->addrlen);
		memcpy(peer, &six.sin6_addr, 16);
		return true;
	}
	if (from->family == AF_INET) {
		struct sockaddr_in four;

		memcpy(&four, &from->addr, sizeof(four));
		memcpy(peer, mapped, sizeof(mapped));
		memcpy(peer + 12, &four.sin_addr, 4);
		return true;
	}
	return false;
}

static struct flight *flight_of(void *lane)
{
	return ((struct lane *)lane)->flight;
}

/*
 * Judges the very address that is about to be connected to, so a name that
 * answers differently the second time gains nothing.
 */
static curl_socket_t on_socket(
	void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct flight *f = flight_of(ctx);
	uint8_t peer[16];

	(void)purpose;
	if (f->ask->is_public_only &&
		(!read_address(to, peer) || !http_peer_is_public(peer))) {
		f->is_forbidden = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype, to->protocol);
}

/* ---- bytes out and in --------------------------------------------------- */

static size_t on_send(char *to, size_t size, size_t n, void *ctx)
{
	struct flight *f = flight_of(ctx);
	size_t left = f->ask->body_n - f->sent_n;

	n *= size;
	if (n > left)
		n = left;
	if (n)
		memcpy(to, f->ask->body + f->sent_n, n);
	f->sent_n += n;
	return n;
}

/*
 * curl sends a request again when a kept-open connection breaks before the
 * answer.  It must rewind the body for that: we refuse, so nothing that the
 * other side may have acted upon goes out twice.
 */
static int on_rewind(void *ctx, curl_off_t offset, int origin)
{
	(void)ctx, (void)offset, (void)origin;
	return CURL_SEEKFUNC_FAIL;
}

static size_t on_receive(char *p, size_t size, size_t n, void *ctx)
{
	struct flight *f = flight_of(ctx);

	n *= size;
	if (!buf_add(&f->body, p, n)) {
		f->is_too_large = true;
		return 0;
	}
	return n;
}

/* curl takes a connection that ends among the headers for a whole answer. */
static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct flight *f = flight_of(ctx);

	n *= size;
	f->is_head_whole = n <= 2 && p[n - 1] == '\n';
	return n;
}

/* ---- one request -------------------------------------------------------- */

static void fail(struct flight *f, enum http_end end, enum err_kind kind,
	const char *why)
{
	f->answer->end = end;
	f->answer->status = 0;
	f->answer->body = "";
	f->answer->body_n = 0;
	err_set(&f->answer->why, kind, "%s", why);
}

static void add_header(struct flight *f, const char *line)
{
	struct curl_slist *longer = curl_slist_append(f->headers, line);

	if (!longer)
		base_no_memory();
	f->headers = longer;
}

static bool is_clean(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

static bool add_headers(struct flight *f, struct arena *a)
{
	for (size_t i = 0; i < f->ask->headers_n; i++) {
		const struct http_pair *h = &f->ask->headers[i];

		if (!is_clean(h->name) || !is_clean(h->value))
			return false;
		/* curl sends an empty one only when written with ';'. */
		add_header(f,
			*h->value ? arena_print(a, "%s: %s", h->name, h->value)
				  : arena_print(a, "%s;", h->name));
	}
	/* No waiting for "100 Continue". */
	add_header(f, "Expect:");
	return true;
}

static void must_be_set(CURLcode done)
{
	if (done == CURLE_OUT_OF_MEMORY)
		base_no_memory();
	BUG_ON(done != CURLE_OK);
}

/* Options whose types curl checks; any other failure is a misuse of ours. */
#define SET(easy, option, value)                                               \
	must_be_set(curl_easy_setopt(easy, option, value))

/* What is so for every request. */
static void set_lane(const struct http_client *c, struct lane *lane)
{
	CURL *easy = lane->easy;

	SET(easy, CURLOPT_PRIVATE, lane);
	SET(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	SET(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(easy, CURLOPT_HTTP09_ALLOWED, 0L);
	SET(easy, CURLOPT_FOLLOWLOCATION, 0L);
	SET(easy, CURLOPT_PROXY, "");
	SET(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(easy, CURLOPT_NOSIGNAL, 1L);
	SET(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	SET(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	SET(easy, CURLOPT_READFUNCTION, on_send);
	SET(easy, CURLOPT_READDATA, lane);
	SET(easy, CURLOPT_SEEKFUNCTION, on_rewind);
	SET(easy, CURLOPT_WRITEFUNCTION, on_receive);
	SET(easy, CURLOPT_WRITEDATA, lane);
	SET(easy, CURLOPT_HEADERFUNCTION, on_header);
	SET(easy, CURLOPT_HEADERDATA, lane);
	SET(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	SET(easy, CURLOPT_OPENSOCKETDATA, lane);
	if (c->ca_file[0])
		SET(easy, CURLOPT_CAINFO, c->ca_file);
}

/* NULL: all are on their way. */
static struct lane *lane_take(struct http_client *c)
{
	struct lane *lane = c->idle;

	if (lane) {
		c->idle = lane->next;
		return lane;
	}
	if (c->lanes_n == c->lanes_max)
		return NULL;
	lane = &c->lanes[c->lanes_n];
	lane->easy = curl_easy_init();
	if (!lane->easy)
		base_no_memory();
	c->lanes_n++;
	set_lane(c, lane);
	return lane;
}

static void lane_give(struct http_client *c, struct lane *lane)
{
	lane->flight = NULL;
	lane->next = c->idle;
	c->idle = lane;
}

static void set_method(CURL *easy, const struct http_ask *ask)
{
	bool is_post = ask->method != HTTP_GET || ask->body_n;

	if (is_post) {
		SET(easy, CURLOPT_POST, 1L);
		SET(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body_n);
	} else {
		SET(easy, CURLOPT_HTTPGET, 1L);
	}
	SET(easy, CURLOPT_CUSTOMREQUEST,
		is_post ? http_method_name(ask->method) : NULL);
	/* An empty body cannot be refused to rewind: its own connection. */
	SET(easy, CURLOPT_FRESH_CONNECT, is_post && !ask->body_n ? 1L : 0L);
}

static void set_times(CURL *easy, int64_t wait_ms)
{
	int64_t connect_ms =
		wait_ms < CONNECT_MAX_MS ? wait_ms : CONNECT_MAX_MS;

	SET(easy, CURLOPT_TIMEOUT_MS, (long)wait_ms);
	SET(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_ms);
}

static bool is_web_url(const char *url)
{
	return (strncmp(url, "http://", 7) == 0 ||
		       strncmp(url, "https://", 8) == 0) &&
	       is_clean(url) && !strchr(url, ' ');
}

/* Whether it is on its way by that lane now; if not, it has failed. */
static bool start(struct http_client *c, struct flight *f, struct lane *lane,
	int64_t wait_ms, struct arena *a)
{
	CURLcode done;

	buf_init(&f->body, a, f->ask->answer_max);
	if (!is_web_url(f->ask->url) || !add_headers(f, a)) {
		fail(f, HTTP_END_REFUSED, ERR_INVALID, "bad url or header");
		return false;
	}
	set_times(lane->easy, wait_ms);
	SET(lane->easy, CURLOPT_HTTPHEADER, f->headers);
	set_method(lane->easy, f->ask);
	done = curl_easy_setopt(lane->easy, CURLOPT_URL, f->ask->url);
	if (done == CURLE_OUT_OF_MEMORY)
		base_no_memory();
	if (done != CURLE_OK) {
		fail(f, HTTP_END_REFUSED, ERR_INVALID, "bad url");
		return false;
	}
	if (curl_multi_add_handle(c->multi, lane->easy) != CURLM_OK)
		base_no_memory();
	lane->flight = f;
	f->lane = lane;
	return true;
}

/* curl writes a date as the seconds until then. */
static int retry_after_s(CURL *easy)
{
	curl_off_t s = 0;
	struct curl_header *h;

	if (curl_easy_header(easy, "Retry-After", 0, CURLH_HEADER, -1, &h) !=
		CURLHE_OK)
		return -1;
	if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &s) != CURLE_OK)
		return -1;
	return s < RETRY_AFTER_MAX_S ? (int)s : RETRY_AFTER_MAX_S;
}

static void answered(struct flight *f)
{
	long status = 0;

	curl_easy_getinfo(f->lane->easy, CURLINFO_RESPONSE_CODE, &status);
	f->answer->end = HTTP_END_ANSWERED;
	f->answer->status = (int)status;
	f->answer->body = f->body.p;
	f->answer->body_n = f->body.n;
	f->answer->wait_s = retry_after_s(f->lane->easy);
}

static void not_sent(struct flight *f, CURLcode code)
{
	const char *why = curl_easy_strerror(code);

	if (f->is_forbidden)
		fail(f, HTTP_END_REFUSED, ERR_DENIED, "address not public");
	else if (code == CURLE_URL_MALFORMAT ||
		 code == CURLE_UNSUPPORTED_PROTOCOL)
		fail(f, HTTP_END_REFUSED, ERR_INVALID, why);
	else
		fail(f, HTTP_END_NOT_SENT, ERR_UNAVAILABLE, why);
}

/* Whether bytes left comes first: curl also says "unsupported protocol" to
 * an answer that is not HTTP. */
static void judge(struct flight *f, CURLcode code)
{
	long out_n = 0;

	curl_easy_getinfo(f->lane->easy, CURLINFO_REQUEST_SIZE, &out_n);
	if (code == CURLE_OK && f->is_head_whole)
		answered(f);
	else if (out_n == 0 && f->sent_n == 0)
		not_sent(f, code);
	else
		fail(f, HTTP_END_UNANSWERED, ERR_UNCERTAIN,
			f->is_too_large    ? "answer too large"
			: code == CURLE_OK ? "answer cut short"
					   : curl_easy_strerror(code));
}

/* It is over: its lane is free for the next. */
static void finish(struct http_client *c, struct flight *f, CURLcode code)
{
	judge(f, code);
	curl_multi_remove_handle(c->multi, f->lane->easy);
	SET(f->lane->easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(f->headers);
	lane_give(c, f->lane);
	f->lane = NULL;
}

/* All of one call. */
struct flock {
	struct flight *p;
	size_t n, next; /* the first that has not begun */
	size_t on_way_n;
	int64_t until_ms;
	int64_t least_ms; /* with less time none begins */
	struct arena *a;
};

/* As many as there are free lanes for.  What began at the last moment would
 * end uncertain, where not begun is not sent. */
static void start_next(struct http_client *c, struct flock *all)
{
	int64_t wait_ms = all->until_ms - clock_steady_ms();
	struct lane *lane;

	while (wait_ms >= all->least_ms && all->next < all->n &&
		(lane = lane_take(c)) != NULL) {
		struct flight *f = &all->p[all->next++];

		if (start(c, f, lane, wait_ms, all->a)) {
			all->on_way_n++;
			continue;
		}
		curl_slist_free_all(f->headers);
		lane_give(c, lane);
	}
}

static void collect(struct http_client *c, struct flock *all)
{
	struct CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(c->multi, &left)) != NULL) {
		CURLcode code = m->data.result;
		void *lane = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &lane);
		finish(c, flight_of(lane), code);
		all->on_way_n--;
	}
}

static void run(struct http_client *c, struct flock *all)
{
	int running;

	for (start_next(c, all); all->on_way_n > 0; start_next(c, all)) {
		int64_t left_ms = all->until_ms - clock_steady_ms();

		if (left_ms > POLL_MAX_MS)
			left_ms = POLL_MAX_MS;
		/* what was just added does not make it wait */
		if (left_ms <= 0 ||
			curl_multi_poll(c->multi, NULL, 0, (int)left_ms,
				NULL) != CURLM_OK ||
			curl_multi_perform(c->multi, &running) != CURLM_OK)
			break;
		collect(c, all);
	}
}

/* The time is over. */
static void give_up(struct http_client *c, struct flock *all)
{
	for (size_t i = 0; i < all->next; i++)
		if (all->p[i].lane)
			finish(c, &all->p[i], CURLE_OPERATION_TIMEDOUT);
	for (size_t i = all->next; i < all->n; i++)
		not_sent(&all->p[i], CURLE_OPERATION_TIMEDOUT);
}

void http_client_send(struct http_client *c, const struct http_ask *asks,
	size_t n, int64_t wait_ms, struct arena *a, struct http_answer *answers)
{
	struct flock all = {
		.p = arena_new(a, struct flight, n),
		.n = n,
		.until_ms = clock_steady_ms() + wait_ms,
		.least_ms = wait_ms / LEAST_PART + 1,
		.a = a,
	};

	for (size_t i = 0; i < n; i++) {
		all.p[i].ask = &asks[i];
		all.p[i].answer = &answers[i];
		answers[i] = (struct http_answer){.wait_s = -1, .body = ""};
	}
	run(c, &all);
	give_up(c, &all);
}

/* ---- life --------------------------------------------------------------- */

struct http_client *http_client_open(const struct http_client_settings *s)
{
	struct http_client *c = calloc(1, sizeof(*c));

	if (!c || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		base_no_memory();
	c->multi = curl_multi_init();
	if (!c->multi)
		base_no_memory();
	curl_multi_setopt(c->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
	curl_multi_setopt(c->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
		(long)s->connections_max);
	curl_multi_setopt(
		c->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)s->per_host_max);
	curl_multi_setopt(
		c->multi, CURLMOPT_MAXCONNECTS, (long)s->connections_max);
	snprintf(c->ca_file, sizeof(c->ca_file), "%s",
		s->ca_file ? s->ca_file : "");
	c->lanes_max = s->connections_max;
	c->lanes = calloc((size_t)c->lanes_max, sizeof(*c->lanes));
	if (!c->lanes)
		base_no_memory();
	return c;
}

void http_client_close(struct http_client *c)
{
	if (!c)
		return;
	for (int i = 0; i < c->lanes_n; i++)
		curl_easy_cleanup(c->lanes[i].easy);
	free(c->lanes);
	curl_multi_cleanup(c->multi);
	curl_global_cleanup();
	free(c);
}
