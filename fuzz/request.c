/*
 * fuzz/request - one text of any bytes as the query and as every header that is
 * parsed: cookies, forwarded addresses, origin, host.  What is accepted is
 * sound text.
 */
#include "http/request.h"
#include "fuzz/target.h"
#include "http/edge.h"
#include "http/router.h"

static void read_query(const struct http_request *req)
{
	const char *value;
	int64_t i;
	struct err e = {.kind = ERR_NONE};

	if (http_query_text(req, "a", "", &value, &e))
		BUG_ON(!target_is_sound(value));
	else
		BUG_ON(e.kind != ERR_INVALID && e.kind != ERR_TOO_LARGE);
	if (http_query_int(req, "n", -5, 100, 0, &i, &e))
		BUG_ON(i < -5 || i > 100);
}

static void read_peer(const char *text)
{
	uint8_t peer[16], again[16];
	char shown[HTTP_PEER_TEXT_BYTES];

	if (!http_peer_read(text, peer))
		return;
	http_peer_text(peer, shown);
	BUG_ON(!http_peer_read(shown, again));
	BUG_ON(memcmp(peer, again, sizeof(peer)) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *text = arena_copy(&a, bytes, n);
	struct http_pair headers[] = {{"Cookie", text},
		{"X-Forwarded-For", text}, {"Origin", text}, {"Host", text}};
	struct http_request req = {
		.a = &a, .headers = headers, .headers_n = 4, .query = text};
	const char *cookie = http_cookie(&req, "session");
	uint8_t peer[16] = {0};

	BUG_ON(cookie && strchr(cookie, ';'));
	edge_forwarded(&req, peer);
	(void)!router_origin_is_ours(&req, NULL);
	(void)!router_origin_is_ours(&req, "https://desk.example");
	read_query(&req);
	read_peer(text);
	arena_reset(&a);
	return 0;
}
