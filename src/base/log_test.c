#include "base/log.h"

#include "test/check.h"

static char last[600];
static int lines_n;

static void keep(enum log_level level, const char *line)
{
	(void)level;
	lines_n++;
	snprintf(last, sizeof(last), "%s", line);
}

static void test_line_and_level(void)
{
	log_init(keep, LOG_INFO);
	lines_n = 0;
	log_write(LOG_DEBUG, "a.b", NULL);
	CHECK(lines_n == 0);
	log_event(LOG_WARN, "delivery.deferred", LOG_INT("msg", 5),
		LOG_WORD("channel", "smpp"), LOG_INT("wait_s", -1));
	CHECK_TEXT(last, "warn delivery.deferred msg=5 channel=smpp wait_s=-1");
}

static void test_personal_text_cannot_pass(void)
{
	log_init(keep, LOG_INFO);
	log_event(LOG_INFO, "x.y", LOG_WORD("w", "Иван\nerror a=b"));
	CHECK(!strchr(last, '\n'));
	CHECK_TEXT(last, "info x.y w=?????????error?a?b");
	log_event(LOG_INFO, "x.y", LOG_WORD("w", NULL));
	CHECK_TEXT(last, "info x.y w=-");
}

TEST_MAIN(test_line_and_level, test_personal_text_cannot_pass)
