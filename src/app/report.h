#ifndef APP_REPORT_H
#define APP_REPORT_H
/*
 * app/report - what the desk's work earns: the owner's page.
 *
 *    saved = prevented no-shows x price of a visit
 *          + hours saved a day x price of an hour x working days
 *          - messages sent x price of a message
 *
 * Prevented no-shows are those that the clinic's share before Zabota would
 * have had among the visits that were due, less those it really had.  The
 * numbers of the formula are settings of the clinic (report.*), shown and
 * editable.
 */
#include "app/call.h"
#include "base/err.h"

enum {
	REPORT_DAYS_MAX = 370,
	REPORT_NIGHT_FROM_H = 20, /* booked while the desk is closed */
	REPORT_NIGHT_TO_H = 8,
};

struct report_day {
	int64_t day;                      /* day number, base/civil */
	int64_t booked, by_bot, at_night; /* booked on that day */
	int64_t cancelled, missed;        /* due on that day */
};

struct report_saved {
	int64_t no_shows_prevented;
	int64_t visit_price_rub, prevented_rub;
	int64_t hours_saved_per_day, hour_price_rub, work_days, hours_rub;
	int64_t messages_n, messages_rub;
	int64_t total_rub;
};

struct report_owner {
	int64_t from_day, to_day; /* both included */
	int64_t booked, booked_by_bot, booked_at_night;
	double share_by_bot; /* 0..1 */
	int64_t reminded, confirmed, moved, cancelled, missed, done;
	int64_t freed, filled;
	double no_show_before, no_show_after; /* 0..1 of visits due */
	struct report_saved saved;
	const char *formula; /* in words, with its numbers */
	const struct report_day *days;
	size_t days_n;
	int64_t heat[7][24]; /* bookings by weekday (0 Monday) and hour */
};

/*
 * The report of a clinic over days of its first branch's zone, into c->a.
 * ERR_INVALID: the days are none or more than REPORT_DAYS_MAX.
 */
MUST_USE bool app_report_owner(struct call *c, int64_t clinic_id,
	int64_t from_day, int64_t to_day, struct report_owner *out,
	struct err *e);

#endif
