#include "http/settings.h"

#include "test/check.h"

static void test_rows_become_settings(void)
{
	static const struct {
		const char *name, *value;
		const char *host; /* NULL: refused */
		int port;
		bool is_https;
	} rows[] = {
		{"http.listen", "127.0.0.1:0", "127.0.0.1", 0, false},
		{"http.listen", "[::1]:81", "::1", 81, false},
		{"http.listen", "[::]:81", "::", 81, false},
		{"http.listen", "::1:81", NULL, 0, false},
		{"http.listen", "[127.0.0.1]:81", NULL, 0, false},
		{"http.listen", "localhost:81", NULL, 0, false},
		{"http.listen", "127.0.0.1", NULL, 0, false},
		{"http.listen", "127.0.0.1:65536", NULL, 0, false},
		{"http.listen", ":81", NULL, 0, false},
		{"http.origin", "https://desk.example", "127.0.0.1", 8080,
			true},
		{"http.origin", "http://10.0.0.1:8080", "127.0.0.1", 8080,
			false},
		{"http.origin", "https://desk.example/", NULL, 0, false},
		{"http.origin", "https://", NULL, 0, false},
		{"http.origin", "desk.example", NULL, 0, false},
		{"http.origin", "https://a@desk.example", NULL, 0, false},
	};
	static const struct conf_item *const tables[] = {http_conf, NULL};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_server_settings s;
		struct conf *conf;
		struct arena a;
		struct err e;
		bool ok;

		arena_init(&a);
		conf = conf_open(&a, tables);
		CHECK_ROW(conf_set(conf, rows[i].name, rows[i].value, &e), i);
		ok = http_settings_read(conf, &a, &s, &e);
		CHECK_ROW(ok == (rows[i].host != NULL), i);
		if (ok) {
			CHECK_TEXT(s.host, rows[i].host);
			CHECK_ROW(s.port == rows[i].port, i);
			CHECK_ROW(s.is_https == rows[i].is_https, i);
		} else {
			CHECK_TEXT(e.field, rows[i].name);
		}
		arena_release(&a);
	}
}

TEST_MAIN(test_rows_become_settings)
