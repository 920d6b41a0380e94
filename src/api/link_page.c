#include "api/link_page.h"

#include "api/words.h"
#include "app/messenger.h"
#include "core/wording.h"

static const struct form_field time_fields[] = {
	FORM_TEXT(struct link_time, start, 0, 0, 0),
	FORM_TEXT(struct link_time, text, 0, 0, 0),
	FORM_TEXT(struct link_time, other, 0, 0, 0),
	{0},
};

static const struct form_field day_fields[] = {
	FORM_TEXT(struct link_day, title, 0, 0, 0),
	FORM_LIST(struct link_day, times, time_fields),
	{0},
};

static const struct form_field text_fields[] = {
	FORM_TEXT(struct link_text, text, 0, 0, 0),
	{0},
};

const struct form_field link_page_fields[] = {
	FORM_TEXT(struct link_page, clinic, 0, 0, 0),
	FORM_TEXT(struct link_page, slug, 0, 0, 0),
	FORM_TEXT(struct link_page, phone, 0, 0, 0),
	FORM_TEXT(struct link_page, tel, 0, 0, 0),
	FORM_TEXT(struct link_page, heading, 0, 0, 0),
	FORM_TEXT(struct link_page, lead, 0, 0, 0),
	FORM_TEXT(struct link_page, note, 0, 0, 0),
	FORM_BOOL(struct link_page, is_warning, 0),
	FORM_TEXT(struct link_page, path, 0, 0, 0),
	FORM_BOOL(struct link_page, is_whole, 0),
	FORM_BOOL(struct link_page, is_moving, 0),
	FORM_BOOL(struct link_page, is_cancelling, 0),
	FORM_BOOL(struct link_page, is_joining, 0),
	FORM_BOOL(struct link_page, is_notice, 0),
	FORM_TEXT(struct link_page, when, 0, 0, 0),
	FORM_TEXT(struct link_page, day, 0, 0, 0),
	FORM_TEXT(struct link_page, time, 0, 0, 0),
	FORM_BOOL(struct link_page, is_over, 0),
	FORM_TEXT(struct link_page, service, 0, 0, 0),
	FORM_TEXT(struct link_page, doctor, 0, 0, 0),
	FORM_TEXT(struct link_page, profession, 0, 0, 0),
	FORM_TEXT(struct link_page, address, 0, 0, 0),
	FORM_TEXT(struct link_page, way, 0, 0, 0),
	FORM_TEXT(struct link_page, map_url, 0, 0, 0),
	FORM_TEXT(struct link_page, price, 0, 0, 0),
	FORM_TEXT(struct link_page, preparation, 0, 0, 0),
	FORM_BOOL(struct link_page, has_acts, 0),
	FORM_BOOL(struct link_page, can_confirm, 0),
	FORM_BOOL(struct link_page, can_move, 0),
	FORM_BOOL(struct link_page, can_cancel, 0),
	FORM_BOOL(struct link_page, can_join, 0),
	FORM_TEXT(struct link_page, join_url, 0, 0, 0),
	FORM_BOOL(struct link_page, has_days, 0),
	FORM_LIST(struct link_page, days, day_fields),
	FORM_TEXT(struct link_page, version, 0, 0, 0),
	FORM_LIST(struct link_page, paragraphs, text_fields),
	{0},
};

void link_page_clinic(
	struct link_page *p, const struct clinic *clinic, struct arena *a)
{
	p->clinic = clinic->name;
	p->slug = clinic->slug;
	p->tel = clinic->phone;
	p->phone = wording_phone(clinic->phone, a);
}

/* What stands over the visit.  Booked and confirmed are told while ahead. */
static const struct {
	const char *heading, *lead;
} words[VISIT_STATES] = {
	[VISIT_HELD] = {"Время пока только удерживается", ""},
	[VISIT_BOOKED] = {"Вы записаны на приём",
		"Подтвердите, пожалуйста, что придёте. Если планы изменились, "
		"перенесите или отмените запись здесь."},
	[VISIT_CONFIRMED] = {"Запись подтверждена",
		"Ждём вас. Если планы изменятся, перенесите или отмените "
		"запись здесь."},
	[VISIT_ARRIVED] = {"Вы уже в клинике", "Врач скоро вас пригласит."},
	[VISIT_STARTED] = {"Приём идёт", ""},
	[VISIT_DONE] = {"Приём состоялся", "Спасибо, что были у нас."},
	[VISIT_MISSED] = {"Приём не состоялся",
		"Позвоните нам, и мы подберём другое время."},
	[VISIT_CANCELLED] = {"Запись отменена",
		"Если захотите прийти, запишитесь снова или позвоните нам."},
};

static void put_words(
	struct link_page *p, const struct call *c, const struct visit *v)
{
	bool is_open = v->state == VISIT_BOOKED || v->state == VISIT_CONFIRMED;

	p->heading = words[v->state].heading;
	p->lead = words[v->state].lead;
	p->is_over = v->state == VISIT_CANCELLED || v->state == VISIT_MISSED;
	if (is_open && c->now >= v->start_at) {
		p->heading = "Время приёма прошло";
		p->lead = "Изменить эту запись уже нельзя. Если нужно другое "
			  "время, позвоните нам.";
	}
}

static const char *full_name(const struct resource *r, struct arena *a)
{
	return arena_print(a, "%s %s %s", r->last, r->first, r->middle);
}

static bool is_thin(const struct link_view *v)
{
	return v->catalogue->clinic.is_thin ||
	       (v->service && v->service->is_sensitive);
}

/* What the visit is for. */
static void put_matter(
	struct link_page *p, const struct link_view *v, struct arena *a)
{
	if (is_thin(v))
		return;
	if (v->service) {
		p->service = v->service->name;
		p->preparation = v->service->preparation;
	}
	if (v->doctor) {
		p->doctor = full_name(v->doctor, a);
		p->profession = v->doctor->profession;
	}
	if (v->visit.price_kop > 0)
		p->price = wording_money(v->visit.price_kop, a);
}

/* Only an address of the web becomes a link. */
static const char *web_url(const char *url)
{
	return strncmp(url, "https://", 8) == 0 ? url : NULL;
}

void link_page_visit(
	struct link_page *p, const struct call *c, const struct link_view *v)
{
	const struct visit *visit = &v->visit;
	int64_t day = zone_day(v->zone, visit->start_at);
	int64_t today = zone_day(v->zone, c->now);

	link_page_clinic(p, &v->catalogue->clinic, c->a);
	put_words(p, c, visit);
	put_matter(p, v, c->a);
	p->day = wording_capital(wording_day(day, today, false, c->a), c->a);
	p->time = wording_clock(v->zone, visit->start_at, c->a);
	p->when = wording_start(v->zone, visit->start_at, c->now, false, c->a);
	p->address = v->branch->address;
	p->way = v->branch->way;
	p->map_url = web_url(v->branch->map_url);
	p->can_confirm = v->can_confirm;
	p->can_move = v->can_move;
	p->can_cancel = v->can_cancel;
	p->has_acts = v->can_confirm || v->can_move || v->can_cancel;
	p->can_join = p->has_acts && app_messenger_invites(c, p->slug);
	p->is_whole = true;
}

static struct link_time time_of(
	const struct call *c, const struct link_view *v, const struct slot *s)
{
	int doctor = catalogue_resource(v->catalogue, s->doctor_id);
	bool is_other = s->doctor_id != v->visit.doctor_id;

	return (struct link_time){
		.start = arena_print(c->a, "%s,%lld",
			words_time(c->a, v->zone, s->start_at),
			(long long)s->doctor_id),
		.text = wording_clock(v->zone, s->start_at, c->a),
		.other = is_other && doctor >= 0 && !is_thin(v)
				 ? wording_short_name(
					   &v->catalogue->resources[doctor],
					   c->a)
				 : NULL,
	};
}

/*
 * Neither the time that is being left, nor another doctor's where one's own is
 * free.
 */
static bool is_offered(
	const struct link_view *v, const struct slot *slot, size_t n, size_t i)
{
	const struct slot *s = &slot[i];

	if (s->doctor_id == v->visit.doctor_id)
		return s->start_at != v->visit.start_at;
	for (size_t k = 0; k < n; k++)
		if (slot[k].doctor_id == v->visit.doctor_id &&
			slot[k].start_at == s->start_at)
			return false;
	return true;
}

static const char *day_title(
	const struct call *c, const struct link_view *v, int64_t day)
{
	return wording_capital(
		wording_day(day, zone_day(v->zone, c->now), false, c->a), c->a);
}

void link_page_times(struct link_page *p, const struct call *c,
	const struct link_view *v, const struct slot *slot, size_t n)
{
	struct link_time *times = arena_new(c->a, struct link_time, n);
	int64_t last = INT64_MIN;

	p->days = arena_new(c->a, struct link_day, n);
	for (size_t i = 0, to = 0; i < n; i++) {
		int64_t day = zone_day(v->zone, slot[i].start_at);

		if (!is_offered(v, slot, n, i))
			continue;
		if (day != last)
			p->days[p->days_n++] = (struct link_day){
				day_title(c, v, day), &times[to], 0};
		p->days[p->days_n - 1].times_n++;
		times[to++] = time_of(c, v, &slot[i]);
		last = day;
	}
	p->has_days = p->days_n > 0;
}

void link_page_text(struct link_page *p, const char *text, struct arena *a)
{
	struct str rest = str_of(text);
	size_t n = 1;

	for (const char *at = text; *at; at++)
		n += *at == '\n';
	p->paragraphs = arena_new(a, struct link_text, n);
	while (rest.p) {
		struct str line = str_trim(str_split(&rest, '\n'));

		if (line.n > 0)
			p->paragraphs[p->paragraphs_n++].text =
				arena_copy(a, line.p, line.n);
	}
}
