#include "app/report.h"

#include <assert.h>

#include "app/access.h"
#include "app/catalogue.h"
#include "base/zone.h"
#include "store/report_owner.h"
#include "store/setting.h"

struct reading {
	struct report_owner *r;
	struct report_day *days;
	const struct zone *zone;
	int64_t now;
	int64_t due; /* visits that were to have taken place by now */
};

static struct report_day *day_of(struct reading *x, int64_t at)
{
	int64_t i = zone_day(x->zone, at) - x->r->from_day;

	return i < 0 || i >= (int64_t)x->r->days_n ? NULL : &x->days[i];
}

static void booking(void *ctx, const struct report_booking *b)
{
	struct reading *x = ctx;
	struct report_day *day = day_of(x, b->booked_at);
	struct civil wall;
	bool is_night;
	int weekday;

	if (day == NULL)
		return;
	zone_local(x->zone, b->booked_at, &wall);
	is_night = wall.hour >= REPORT_NIGHT_FROM_H ||
		   wall.hour < REPORT_NIGHT_TO_H;
	weekday = civil_weekday(zone_day(x->zone, b->booked_at));
	day->booked++;
	day->by_bot += b->is_by_bot;
	day->at_night += is_night;
	x->r->booked++;
	x->r->booked_by_bot += b->is_by_bot;
	x->r->booked_at_night += is_night;
	x->r->heat[(weekday + 6) % 7][wall.hour]++;
}

static void visit(void *ctx, const struct report_visit *v)
{
	struct reading *x = ctx;
	struct report_day *day = day_of(x, v->start_at);

	if (day == NULL)
		return;
	x->r->confirmed += v->is_confirmed;
	x->r->moved += v->is_moved;
	x->r->cancelled += v->state == VISIT_CANCELLED;
	x->r->missed += v->state == VISIT_MISSED;
	x->r->done += v->state == VISIT_DONE;
	day->cancelled += v->state == VISIT_CANCELLED;
	day->missed += v->state == VISIT_MISSED;
	x->due += v->state != VISIT_CANCELLED && v->start_at < x->now;
}

/* The numbers of the formula, and what they are until somebody says better. */
static const struct {
	const char *name;
	int64_t otherwise;
} settings[] = {
	{"report.visit_price_rub", 3000},
	{"report.hours_saved_per_day", 3},
	{"report.hour_price_rub", 500},
	{"report.work_days", 22},
	{"report.message_price_kop", 450},
	{"report.no_show_before_percent", 15},
};
enum {
	VISIT_PRICE,
	HOURS,
	HOUR_PRICE,
	WORK_DAYS,
	MESSAGE_PRICE,
	BEFORE,
	SETTINGS
};
static_assert(ARRAY_LEN(settings) == SETTINGS, "a row a number");

static double share(int64_t part, int64_t whole)
{
	return whole == 0 ? 0 : (double)part / (double)whole;
}

static void save(const struct reading *x, const int64_t number[SETTINGS],
	struct report_owner *r, struct arena *a)
{
	struct report_saved *s = &r->saved;
	int64_t before_n = (x->due * number[BEFORE] + 50) / 100;

	r->no_show_before = (double)number[BEFORE] / 100;
	r->no_show_after = share(r->missed, x->due);
	s->no_shows_prevented = before_n > r->missed ? before_n - r->missed : 0;
	s->visit_price_rub = number[VISIT_PRICE];
	s->prevented_rub = s->no_shows_prevented * s->visit_price_rub;
	s->hours_saved_per_day = number[HOURS];
	s->hour_price_rub = number[HOUR_PRICE];
	s->work_days = number[WORK_DAYS];
	s->hours_rub =
		s->hours_saved_per_day * s->hour_price_rub * s->work_days;
	s->messages_rub = (s->messages_n * number[MESSAGE_PRICE] + 50) / 100;
	s->total_rub = s->prevented_rub + s->hours_rub - s->messages_rub;
	r->formula = arena_print(a,
		"%lld ₽ × %lld неявок"
		" + %lld ч × %lld ₽ × %lld дн."
		" − %lld ₽ за сообщения",
		(long long)s->visit_price_rub, (long long)s->no_shows_prevented,
		(long long)s->hours_saved_per_day, (long long)s->hour_price_rub,
		(long long)s->work_days, (long long)s->messages_rub);
}

static bool read_numbers(struct call *c, int64_t clinic_id,
	int64_t number[SETTINGS], struct err *e)
{
	for (int i = 0; i < SETTINGS; i++)
		if (!store_setting_int(c->store, clinic_id, settings[i].name,
			    settings[i].otherwise, c->a, &number[i], e))
			return false;
	return true;
}

static bool read_rows(
	struct call *c, int64_t clinic_id, struct reading *x, struct err *e)
{
	struct report_owner *r = x->r;
	int64_t from_at = zone_at(x->zone, r->from_day, 0);
	int64_t to_at = zone_at(x->zone, r->to_day + 1, 0);

	return store_report_bookings(
		       c->store, clinic_id, from_at, to_at, booking, x, e) &&
	       store_report_visits(
		       c->store, clinic_id, from_at, to_at, visit, x, e) &&
	       store_report_freed(c->store, clinic_id, from_at, to_at,
		       &r->freed, &r->filled, e) &&
	       store_report_messages(c->store, clinic_id, from_at, to_at,
		       &r->saved.messages_n, &r->reminded, e);
}

bool app_report_owner(struct call *c, int64_t clinic_id, int64_t from_day,
	int64_t to_day, struct report_owner *out, struct err *e)
{
	struct report_owner r = {.from_day = from_day, .to_day = to_day};
	struct reading x = {.r = &r, .now = c->now};
	const struct catalogue *cat;
	int64_t number[SETTINGS];

	if (from_day > to_day || to_day - from_day >= REPORT_DAYS_MAX)
		return err_field(e, ERR_INVALID, "to", "no such days");
	if (!app_access_clinic(c, clinic_id, e) ||
		!app_catalogue(c, clinic_id, &cat, e))
		return false;
	if (cat->branches_n == 0)
		return err_field(e, ERR_NOT_FOUND, "branch", "none yet");
	if (!app_zone(c, &cat->branches[0], &x.zone, e))
		return false;
	r.days_n = (size_t)(to_day - from_day + 1);
	x.days = arena_new(c->a, struct report_day, r.days_n);
	r.days = x.days;
	for (size_t i = 0; i < r.days_n; i++)
		x.days[i].day = from_day + (int64_t)i;
	if (!read_numbers(c, clinic_id, number, e) ||
		!read_rows(c, clinic_id, &x, e))
		return false;
	r.share_by_bot = share(r.booked_by_bot, r.booked);
	save(&x, number, &r, c->a);
	*out = r;
	return true;
}
