#include "core/scenario.h"

#include "base/buf.h"
#include "os/file.h"
#include "os/zone.h"
#include "test/check.h"

static struct arena arena;
static struct scenarios shipped;

static int64_t wall(const struct zone *z, const char *text)
{
	struct civil c = {0};

	CHECK(sscanf(text, "%d-%d-%d %d:%d", &c.year, &c.month, &c.day, &c.hour,
		      &c.minute) == 5);
	return zone_unix(z, &c);
}

static void load_shipped(void)
{
	const char *text;
	size_t n;
	struct err e;

	if (shipped.n > 0)
		return;
	CHECK(file_read(ZABOTA_SOURCE_DIR "/data/scenarios/visit.txt", 65536,
		&arena, &text, &n, &e));
	CHECK(scenarios_load(text, n, &arena, &shipped, &e));
}

/* "reminder_day 11-24 15:30; ..." of everything that is not at once. */
static const char *planned(enum scenario_trigger trigger, const struct zone *z,
	int64_t start_at, int64_t now)
{
	struct scenario_moment m[SCENARIOS_MAX];
	size_t n = scenario_plan(&shipped, trigger, start_at, z, now, m);
	struct buf b;

	buf_init(&b, &arena, 1000);
	for (size_t i = 0; i < n; i++) {
		struct civil c;

		if (m[i].scenario->before_s == 0)
			continue;
		zone_local(z, m[i].at, &c);
		buf_print(&b, "%s%s %02d-%02d %02d:%02d", b.n ? "; " : "",
			m[i].scenario->name, c.month, c.day, c.hour, c.minute);
	}
	return b.p;
}

static void test_reminders_of_zones_and_hours(void)
{
	static const struct {
		const char *zone, *booked, *start, *want;
	} rows[] = {
		/* The ordinary one. */
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 15:30",
			"reminder_day 11-24 15:30; "
			"reminder_hours 11-25 13:30"},
		/* From 10:00 the short one; before it the evening. */
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 10:00",
			"reminder_day 11-24 10:00; "
			"reminder_hours 11-25 08:00"},
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 09:55",
			"reminder_day 11-24 09:55; "
			"reminder_hours 11-24 18:00"},
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 08:00",
			"reminder_day 11-24 08:00; "
			"reminder_hours 11-24 18:00"},
		/* Both would stand in one evening: one text. */
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 07:30",
			"reminder_day 11-24 18:00"},
		/* 24 h before is quiet on the evening's side. */
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 21:00",
			"reminder_day 11-24 18:00; "
			"reminder_hours 11-25 19:00"},
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 20:55",
			"reminder_day 11-24 20:55; "
			"reminder_hours 11-25 18:55"},
		/* 2 h before is quiet: that same evening. */
		{"Europe/Moscow", "2026-11-20 10:00", "2026-11-25 23:30",
			"reminder_day 11-24 18:00; "
			"reminder_hours 11-25 18:00"},
		/* Late bookings. */
		{"Europe/Moscow", "2026-11-24 15:30", "2026-11-25 15:30",
			"reminder_day 11-24 15:30; "
			"reminder_hours 11-25 13:30"},
		{"Europe/Moscow", "2026-11-24 15:31", "2026-11-25 15:30",
			"reminder_hours 11-25 13:30"},
		{"Europe/Moscow", "2026-11-25 13:30", "2026-11-25 15:30",
			"reminder_hours 11-25 13:30"},
		{"Europe/Moscow", "2026-11-25 13:31", "2026-11-25 15:30", ""},
		{"Europe/Moscow", "2026-11-25 15:30", "2026-11-25 15:30", ""},
		{"Europe/Moscow", "2026-11-24 12:00", "2026-11-25 09:00",
			"reminder_hours 11-24 18:00"},
		{"Europe/Moscow", "2026-11-24 19:00", "2026-11-25 09:00", ""},
		{"Europe/Moscow", "2026-11-24 19:00", "2026-11-25 21:30",
			"reminder_hours 11-25 19:30"},
		/* The other end of the country. */
		{"Asia/Kamchatka", "2026-11-20 10:00", "2026-11-25 09:00",
			"reminder_day 11-24 09:00; "
			"reminder_hours 11-24 18:00"},
		/* 24 h before is 24 hours, whatever the clock does between. */
		{"Europe/Berlin", "2026-03-20 10:00", "2026-03-29 12:30",
			"reminder_day 03-28 11:30; "
			"reminder_hours 03-29 10:30"},
		{"Europe/Berlin", "2026-10-20 10:00", "2026-10-25 12:30",
			"reminder_day 10-24 13:30; "
			"reminder_hours 10-25 10:30"},
		/* Spring: 24 h before 08:30 is 07:30, quiet. */
		{"Europe/Berlin", "2026-03-20 10:00", "2026-03-29 08:30",
			"reminder_day 03-28 18:00"},
		/* Autumn: 24 h before 20:30 is 21:30, quiet. */
		{"Europe/Berlin", "2026-10-20 10:00", "2026-10-25 20:30",
			"reminder_day 10-24 18:00; "
			"reminder_hours 10-25 18:30"},
		/* Years and leap days. */
		{"Europe/Moscow", "2026-12-20 10:00", "2027-01-01 12:00",
			"reminder_day 12-31 12:00; "
			"reminder_hours 01-01 10:00"},
		{"Europe/Moscow", "2028-02-20 10:00", "2028-03-01 09:00",
			"reminder_day 02-29 09:00; "
			"reminder_hours 02-29 18:00"},
	};

	load_shipped();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct zone *z;
		struct err e;
		const char *got;

		CHECK_ROW(zone_find(NULL, rows[i].zone, &z, &e), i);
		got = planned(TRIGGER_BOOKED, z, wall(z, rows[i].start),
			wall(z, rows[i].booked));
		if (strcmp(got, rows[i].want) != 0)
			print_error("row %zu: %s\n", i, got);
		CHECK_ROW(strcmp(got, rows[i].want) == 0, i);
	}
}

static void test_each_event_tells_at_once(void)
{
	static const char *const want[TRIGGERS] = {
		[TRIGGER_BOOKED] = "visit_booked",
		[TRIGGER_MOVED] = "visit_moved",
		[TRIGGER_CANCELLED] = "visit_cancelled",
	};
	const int64_t start = 1800000000;
	const int64_t now = start - 10 * CIVIL_DAY_S;

	load_shipped();
	for (int t = 0; t < TRIGGERS; t++) {
		struct scenario_moment m[SCENARIOS_MAX];
		size_t n = scenario_plan(&shipped, (enum scenario_trigger)t,
			start, zone_utc(), now, m);

		CHECK_ROW(n == (t == TRIGGER_CANCELLED ? 1u : 3u), t);
		CHECK_ROW(strcmp(m[0].scenario->name, want[t]) == 0, t);
		CHECK_ROW(m[0].at == now && m[0].expires_at == start, t);
		CHECK_ROW(!m[0].is_evening, t);
		if (n < 3)
			continue;
		CHECK_ROW(m[1].expires_at == start - 3 * CIVIL_HOUR_S, t);
		CHECK_ROW(m[2].expires_at == start - 900, t);
	}
}

static void test_nothing_at_the_start_itself(void)
{
	struct scenario_moment m[SCENARIOS_MAX];

	load_shipped();
	for (int t = 0; t < TRIGGERS; t++)
		CHECK_ROW(scenario_plan(&shipped, (enum scenario_trigger)t,
				  1800000000, zone_utc(), 1800000000, m) == 0,
			t);
}

/* `from` counts by itself, also where the moment would not be quiet. */
static void test_an_early_visit_is_told_of_in_the_evening(void)
{
	static const char text[] = "scenario a\ntrigger booked\nbefore 1h\n"
				   "from 10:00\ntemplate t\nchannels sms\n";
	struct scenario_moment m[SCENARIOS_MAX];
	struct scenarios s;
	struct err e;
	const int64_t midnight = 1800057600;

	CHECK(scenarios_load(text, strlen(text), &arena, &s, &e));
	CHECK(scenario_plan(&s, TRIGGER_BOOKED, midnight + 9 * 3600 + 1800,
		      zone_utc(), midnight - CIVIL_DAY_S, m) == 1);
	CHECK(m[0].is_evening && m[0].at == midnight - 6 * 3600);
	CHECK(scenario_plan(&s, TRIGGER_BOOKED, midnight + 10 * 3600,
		      zone_utc(), midnight - CIVIL_DAY_S, m) == 1);
	CHECK(!m[0].is_evening && m[0].at == midnight + 9 * 3600);
}

/* Two days before seven in the morning is quiet; the evening is too late. */
static void test_what_the_evening_would_bring_too_late_is_left_out(void)
{
	static const char text[] = "scenario a\ntrigger booked\nbefore 48h\n"
				   "until 36h\ntemplate t\nchannels sms\n";
	struct scenario_moment m[SCENARIOS_MAX];
	struct scenarios s;
	struct err e;
	const int64_t midnight = 1800057600;
	const int64_t booked = midnight - 5 * CIVIL_DAY_S;

	CHECK(scenarios_load(text, strlen(text), &arena, &s, &e));
	CHECK(scenario_plan(&s, TRIGGER_BOOKED, midnight + 12 * 3600,
		      zone_utc(), booked, m) == 1);
	CHECK(scenario_plan(&s, TRIGGER_BOOKED, midnight + 7 * 3600, zone_utc(),
		      booked, m) == 0);
}

/* A row is a whole file; the line is where it breaks, 0: it is good. */
static void test_a_broken_file_names_its_line(void)
{
#define WHOLE "trigger booked\ntemplate t\nchannels sms\n"
	static const struct {
		int line; /* -1: at the end */
		const char *text;
	} rows[] = {
		{0, ""},
		{0, "# nothing\n\n"},
		{0, "scenario a\n" WHOLE "scenario b\n" WHOLE},
		{0, "scenario a\n\tbefore 30m\n\tfrom 10:00\n" WHOLE},
		{1, "trigger booked\n"},
		{1, "scenario A\n"},
		{1, "scenario\n"},
		{2, "scenario a\nwhenever now\n"},
		{2, "scenario a\ntrigger married\n"},
		{2, "scenario a\ntrigger\n"},
		{2, "scenario a\nbefore 24\n"},
		{2, "scenario a\nbefore -1h\n"},
		{2, "scenario a\nbefore 0h\n"},
		{2, "scenario a\nfrom 25:00\n"},
		{2, "scenario a\ncounted maybe\n"},
		{2, "scenario a\nchannels SMS\n"},
		{3, "scenario a\ntemplate t\ntemplate t\n"},
		{2, "scenario a\nscenario b\n"},
		{5, "scenario a\n" WHOLE "scenario a\n"},
		{-1, "scenario a\ntrigger booked\ntemplate t\n"},
		{-1, "scenario a\nuntil 1h\n" WHOLE},
		{-1, "scenario a\nbefore 2h\nuntil 2h\n" WHOLE},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct scenarios s;
		struct err e = {ERR_NONE, "", ""};
		char where[32];
		bool ok = scenarios_load(
			rows[i].text, strlen(rows[i].text), &arena, &s, &e);

		CHECK_ROW(ok == (rows[i].line == 0), i);
		CHECK_ROW(ok || e.kind == ERR_INVALID, i);
		snprintf(where, sizeof(where), "line %d:", rows[i].line);
		CHECK_ROW(rows[i].line <= 0 || strstr(e.text, where), i);
	}
}

TEST_MAIN(test_reminders_of_zones_and_hours, test_each_event_tells_at_once,
	test_nothing_at_the_start_itself,
	test_an_early_visit_is_told_of_in_the_evening,
	test_what_the_evening_would_bring_too_late_is_left_out,
	test_a_broken_file_names_its_line)
