#include "http/settings.h"

#include "base/text.h"

const struct conf_item http_conf[] = {
	{"http.listen", CONF_TEXT, "127.0.0.1:8080", 0, 60, 0,
		"Numeric address and port to listen on; port 0 takes any."},
	{"http.origin", CONF_TEXT, "", 0, 200, 0,
		"Public address, e.g. https://desk.example; with https the "
		"cookies are Secure."},
	{"http.proxy", CONF_TEXT, "", 0, 45, 0,
		"Numeric address of the front proxy whose X-Forwarded-For "
		"is believed."},
	{"http.threads_n", CONF_INT, "32", 1, 64, 0,
		"Threads that answer requests."},
	{"http.connections_max", CONF_INT, "14000", 64, 100000, 0,
		"Open connections in all; from three quarters on who is silent "
		"for a second must go."},
	{"http.connections_per_peer_max", CONF_INT, "200", 0, 100000, 0,
		"Open connections of one address; 0 means no limit; not "
		"applied behind a proxy."},
	{"http.request_ms", CONF_INT, "20000", 10, 600000, 0,
		"A request slower than this is cut off."},
	{"http.idle_ms", CONF_INT, "60000", 10, 600000, 0,
		"An idle connection is closed after this time."},
	{"http.heartbeat_ms", CONF_INT, "15000", 10, 600000, 0,
		"Time between two signs of life on an event stream."},
	{"http.limits", CONF_BOOL, "yes", 0, 0, 0,
		"Whether request rates are limited."},
	{0},
};

/* "127.0.0.1:8080" or "[::1]:8080". */
static bool read_listen(const char *text, struct arena *a,
	struct http_server_settings *out, struct err *e)
{
	const char *colon = strrchr(text, ':');
	uint8_t peer[16];
	size_t n = colon ? (size_t)(colon - text) : 0;
	bool has_brackets = n > 2 && text[0] == '[' && text[n - 1] == ']';
	int64_t port;
	char *host;

	if (!colon || !text_to_int(str_of(colon + 1), 0, 65535, &port))
		return err_field(
			e, ERR_INVALID, "http.listen", "not address:port");
	host = has_brackets ? arena_copy(a, text + 1, n - 2)
			    : arena_copy(a, text, n);
	if (!http_peer_read(host, peer) ||
		(strchr(host, ':') != NULL) != has_brackets)
		return err_field(
			e, ERR_INVALID, "http.listen", "not an address");
	out->host = host;
	out->port = (uint16_t)port;
	return true;
}

static bool check_origin(const char *text, struct err *e)
{
	size_t https = strlen("https://"), http = strlen("http://");
	const char *host = NULL;

	if (!*text)
		return true;
	if (strncmp(text, "https://", https) == 0)
		host = text + https;
	else if (strncmp(text, "http://", http) == 0)
		host = text + http;
	if (host && *host && !host[strcspn(host, "/ ?#@\\")])
		return true;
	return err_field(
		e, ERR_INVALID, "http.origin", "not like https://desk.example");
}

bool http_settings_read(const struct conf *conf, struct arena *a,
	struct http_server_settings *out, struct err *e)
{
	struct http_server_settings s = http_server_defaults();
	const char *origin = conf_text(conf, "http.origin");
	const char *proxy = conf_text(conf, "http.proxy");

	if (!read_listen(conf_text(conf, "http.listen"), a, &s, e) ||
		!check_origin(origin, e))
		return false;
	s.threads_n = (int)conf_int(conf, "http.threads_n");
	s.connections_max = (int)conf_int(conf, "http.connections_max");
	s.connections_per_peer_max =
		(int)conf_int(conf, "http.connections_per_peer_max");
	s.request_ms = conf_int(conf, "http.request_ms");
	s.idle_ms = conf_int(conf, "http.idle_ms");
	s.heartbeat_ms = conf_int(conf, "http.heartbeat_ms");
	s.proxy = *proxy ? proxy : NULL;
	s.is_https = strncmp(origin, "https://", 8) == 0;
	*out = s;
	return true;
}

const char *http_settings_origin(const struct conf *conf)
{
	const char *origin = conf_text(conf, "http.origin");

	return *origin ? origin : NULL;
}
