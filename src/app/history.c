#include "app/history.h"

#include "app/catalogue.h"
#include "app/history_people.h"
#include "base/civil.h"
#include "core/occupancy.h"
#include "core/visit.h"
#include "os/zone.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"

enum {
	DAY_CELLS = CIVIL_DAY_S / OCCUPANCY_CELL_S,
	BATCH_ROWS = 500, /* rows of one transaction */
	EVENING_MIN = 20 * 60,
};

/* Everything one run needs. */
struct making {
	struct call *c;
	const struct catalogue *cat;
	const struct history_options *o;
	struct dice dice;
	int64_t today;      /* local day number of the first branch */
	int64_t first_cell; /* of the bitmaps */
	size_t cells_n;
	unsigned char **busy; /* a byte a cell, by resource */
	int64_t *patient;     /* ids */
	int64_t serial;       /* makes ids differ */
	struct visit last;    /* the one just made */
	int64_t freed_at;     /* when the wanted time became free again; 0 */
	struct history_counts n;
	history_progress_fn *progress;
	void *ctx;
	struct err *e;
};

/*
 * Ids look like those of os/random, but of the moment the row pretends to be
 * from: lists are ordered by id.
 */
static int64_t id_at(struct making *m, int64_t at)
{
	static const int64_t start_at = 1577836800; /* 2020-01-01 */

	m->serial = (m->serial + 1) & 0x3FFFFF;
	return (at - start_at) * 1000 << 22 | m->serial;
}

static void tell(struct making *m)
{
	if (m->progress)
		m->progress(m->ctx, m->n.patients_n + m->n.visits_n,
			m->o->patients_n * 8);
}

static bool make_patient(struct making *m, int i, struct arena *a)
{
	int64_t at = m->c->now -
		     (int64_t)dice_below(&m->dice, 400) * CIVIL_DAY_S -
		     CIVIL_DAY_S;
	struct patient p = {
		.id = id_at(m, at),
		.clinic_id = m->cat->clinic.id,
		.state = PATIENT_KNOWN,
		.zone = m->cat->branches[0].zone,
		.source = "import",
		.created_at = at,
	};

	history_person(&m->dice, i, a, &p.person, &p.sex);
	m->patient[i] = p.id;
	return vault_create(m->c->store, p.id, m->e) &&
	       store_patient_insert(m->c->store, &p, a, m->e);
}

/*
 * Keys first, in a transaction of the keys' database: one fsync for a batch
 * instead of one a patient.
 */
static bool make_patients(struct making *m)
{
	struct store *s = m->c->store;
	struct arena a;
	bool ok = true;

	arena_init(&a);
	for (int i = 0; ok && i < m->o->patients_n;) {
		ok = db_begin(s->keys_db, m->e) && db_begin(s->db, m->e);
		for (int k = 0; ok && k < BATCH_ROWS && i < m->o->patients_n;
			k++, i++)
			ok = make_patient(m, i, &a);
		ok = ok && db_commit(s->keys_db, m->e) &&
		     db_commit(s->db, m->e);
		if (!ok) {
			db_rollback(s->keys_db);
			db_rollback(s->db);
		}
		m->n.patients_n = i;
		tell(m);
		arena_reset(&a);
	}
	arena_release(&a);
	return ok;
}

static bool is_free(const struct making *m, int resource, struct cells c)
{
	for (int64_t k = c.first; k < c.end; k++) {
		int64_t at = k - m->first_cell;

		if (at < 0 || (size_t)at >= m->cells_n || m->busy[resource][at])
			return false;
	}
	return true;
}

static void occupy(struct making *m, int resource, struct cells c)
{
	if (resource >= 0)
		memset(m->busy[resource] + (c.first - m->first_cell), 1,
			(size_t)(c.end - c.first));
}

/*
 * The first free resource of that kind in the doctor's branch; -1: the service
 * needs none; -2: all are taken.
 */
static int find_free(const struct making *m, const struct service *sv,
	enum resource_kind kind, int branch, struct cells c)
{
	int found = -1;

	for (size_t i = 0; i < sv->resources_n; i++) {
		int r = sv->resources[i].resource;

		if (m->cat->resources[r].kind != kind ||
			m->cat->resources[r].branch != branch)
			continue;
		if (is_free(m, r, c))
			return r;
		found = -2;
	}
	return found;
}

/* A visit's past, told by where its day lies. */
static void live(struct making *m, struct visit *v, int64_t day)
{
	int64_t now = m->c->now;
	bool is_early = day < m->today - m->o->days_back * 2 / 3;
	uint32_t fate = dice_below(&m->dice, 100);

	/* The first third is the time before reminders: more did not come. */
	uint32_t missed = is_early ? 17 : 6;

	if (v->start_at + 600 > now) {
		bool is_soon = v->start_at < now + CIVIL_DAY_S;

		if (fate < (is_soon ? 62u : 8u)) {
			v->state = VISIT_CONFIRMED;
			v->confirmed_at = is_soon ? now - 3600 : now - 7200;
		}
	} else if (v->end_at > now) {
		v->state = fate < 30 ? VISIT_ARRIVED : VISIT_STARTED;
	} else {
		v->state = fate < missed       ? VISIT_MISSED
			   : fate < missed + 8 ? VISIT_CANCELLED
					       : VISIT_DONE;
		v->ended_at = v->end_at;
		if (v->state == VISIT_CANCELLED)
			v->ended_at =
				v->booked_at + (v->start_at - v->booked_at) / 2;
		if (v->state == VISIT_DONE && !is_early && fate > 40)
			v->confirmed_at = v->start_at - 20 * 3600;
	}
	if (v->confirmed_at && v->confirmed_at < v->booked_at)
		v->confirmed_at = v->booked_at;
}

/* People write when the desk is closed: a third in the evening and at night. */
static int64_t booked_at(struct making *m, int64_t start_at)
{
	int64_t lead_days = 1 + (int64_t)dice_below(&m->dice, 9);
	int64_t day_at =
		start_at - start_at % CIVIL_DAY_S - lead_days * CIVIL_DAY_S;
	uint32_t minute =
		dice_below(&m->dice, 100) < 34
			? (EVENING_MIN + dice_below(&m->dice, 12 * 60)) %
				  (24 * 60)
			: 9 * 60 + dice_below(&m->dice, 10 * 60);
	int64_t at = day_at + (int64_t)minute * 60 - 3 * 3600;

	if (m->freed_at)
		return m->freed_at + 600 +
		       dice_below(&m->dice,
			       (uint32_t)(start_at - m->freed_at) / 2);
	return at < m->c->now ? at : m->c->now - 3600 - minute;
}

static const char *source_of(struct making *m, bool is_early)
{
	static const char *const later[] = {"site", "site", "site", "telegram",
		"telegram", "site", "desk", "desk", "phone", "phone"};

	if (is_early)
		return dice_below(&m->dice, 100) < 70 ? "desk" : "phone";
	return later[dice_below(&m->dice, ARRAY_LEN(later))];
}

static int64_t price_of(const struct service *sv, int doctor, int *minutes)
{
	int64_t price = sv->price_kop;

	*minutes = sv->duration_min;
	for (size_t i = 0; i < sv->resources_n; i++) {
		const struct service_resource *r = &sv->resources[i];

		if (r->resource != doctor)
			continue;
		if (r->duration_min)
			*minutes = r->duration_min;
		if (r->price_kop)
			price = r->price_kop;
	}
	return price;
}

static int64_t resource_id(const struct making *m, int resource)
{
	return resource < 0 ? 0 : m->cat->resources[resource].id;
}

static bool write_visit(struct making *m, const struct visit *v,
	struct cells cells, struct arena *a)
{
	const int64_t ids[OCCUPANCY_RESOURCES] = {
		v->doctor_id, v->room_id, v->device_id};
	struct store *s = m->c->store;
	bool is_taken = true;

	if (!store_visit_insert(s, v, NULL, a, m->e))
		return false;
	/* the past needs no guard */
	if (v->end_at < m->c->now || !visit_state_occupies(v->state))
		return true;
	return store_occupancy_take(s, ids, cells, v->id, &is_taken, m->e) &&
	       (is_taken || err_set(m->e, ERR_INTERNAL, "history: cell taken"));
}

/* One message that once left and arrived. */
static bool write_message(struct making *m, const struct visit *v,
	const char *kind, int64_t at, struct arena *a)
{
	struct outbox_row row = {
		.id = id_at(m, at),
		.clinic_id = v->clinic_id,
		.patient_id = v->patient_id,
		.visit_id = v->id,
		.kind = kind,
		.channel = "phone",
		.delivery = {DELIVERY_SENT, RECEIPT_DELIVERED, 1, at, at + 60},
		.reason = "",
		.provider_id = "",
		.created_at = v->booked_at,
		.sent_at = at,
	};
	struct outbox_key key = {v->service_id, v->start_at};
	bool is_new;

	if (at < v->booked_at || at > m->c->now ||
		(v->state == VISIT_CANCELLED && at > v->ended_at))
		return true;
	m->n.messages_n++;
	return store_outbox_insert(m->c->store, &row, key, a, &is_new, m->e);
}

static bool write_messages(
	struct making *m, const struct visit *v, struct arena *a)
{
	return write_message(m, v, "visit_booked", v->booked_at, a) &&
	       write_message(
		       m, v, "reminder_day", v->start_at - CIVIL_DAY_S, a) &&
	       write_message(m, v, "reminder_hours", v->start_at - 2 * 3600, a);
}

/* Tries one visit at `start_at`; *end_at: where the doctor is free again. */
static bool make_visit(struct making *m, int doctor, const struct service *sv,
	int64_t start_at, int64_t day, int64_t to_at, int64_t *end_at,
	struct arena *a)
{
	const struct resource *r = &m->cat->resources[doctor];
	bool is_early = day < m->today - m->o->days_back * 2 / 3;
	struct visit v = {.clinic_id = m->cat->clinic.id};
	struct cells cells;
	int minutes, room, device;

	v.price_kop = price_of(sv, doctor, &minutes);
	v.start_at = start_at;
	v.end_at = start_at + (int64_t)minutes * 60;
	*end_at = start_at + (int64_t)sv->step_min * 60;
	v.busy_from_at = start_at - (int64_t)sv->buffer_before_min * 60;
	v.busy_to_at = v.end_at + (int64_t)sv->buffer_after_min * 60;
	if (v.end_at > to_at)
		return true;
	if (!occupancy_cells(start_at, v.end_at, sv->buffer_before_min,
		    sv->buffer_after_min, &cells, m->e))
		return false;
	room = find_free(m, sv, RESOURCE_ROOM, r->branch, cells);
	device = find_free(m, sv, RESOURCE_DEVICE, r->branch, cells);
	if (room == -2 || device == -2 || !is_free(m, doctor, cells))
		return true;
	v.booked_at = booked_at(m, start_at);
	v.created_at = v.booked_at;
	v.id = id_at(m, v.booked_at);
	v.patient_id =
		m->patient[dice_below(&m->dice, (uint32_t)m->o->patients_n)];
	v.service_id = sv->id;
	v.branch_id = m->cat->branches[r->branch].id;
	v.doctor_id = r->id;
	v.room_id = resource_id(m, room);
	v.device_id = resource_id(m, device);
	v.state = VISIT_BOOKED;
	v.source = source_of(m, is_early);
	/* its dialogue was not kept; the report counts it as the bot's */
	if (strcmp(v.source, "site") == 0 || strcmp(v.source, "telegram") == 0)
		v.dialogue_id = v.patient_id;
	live(m, &v, day);
	if (visit_state_occupies(v.state)) {
		occupy(m, doctor, cells);
		occupy(m, room, cells);
		occupy(m, device, cells);
		*end_at = v.end_at;
	}
	m->n.visits_n++;
	m->last = v;
	return write_visit(m, &v, cells, a) &&
	       (is_early || write_messages(m, &v, a));
}

/* The n-th of the services this doctor does, or NULL when there are fewer. */
static const struct service *service_of(
	const struct making *m, int doctor, uint32_t n)
{
	for (size_t i = 0; i < m->cat->services_n; i++)
		for (size_t k = 0; k < m->cat->services[i].resources_n; k++)
			if (m->cat->services[i].resources[k].resource ==
					doctor &&
				n-- == 0)
				return &m->cat->services[i];
	return NULL;
}

static uint32_t services_of(const struct making *m, int doctor)
{
	uint32_t n = 0;

	while (service_of(m, doctor, n))
		n++;
	return n;
}

/* How full a day is, in hundredths: busy behind and tomorrow, free far off. */
static uint32_t fullness(const struct making *m, int64_t day)
{
	int64_t ahead = day - m->today;

	if (ahead <= 0)
		return 74;
	return ahead > 14 ? 12 : (uint32_t)(60 - ahead * 4);
}

static bool is_open(const struct making *m, int branch, int64_t day)
{
	char date[CIVIL_TEXT_BYTES];

	civil_write_date(date, day);
	for (size_t i = 0; i < m->cat->closed_n; i++)
		if ((m->cat->closed[i].branch < 0 ||
			    m->cat->closed[i].branch == branch) &&
			strcmp(m->cat->closed[i].date, date) == 0)
			return false;
	return true;
}

static bool make_window(struct making *m, int doctor, const struct zone *zone,
	int64_t day, const struct weekly_hours *w, struct arena *a)
{
	int64_t at = zone_at(zone, day, w->from_min * 60);
	int64_t to_at = zone_at(zone, day, w->to_min * 60);
	uint32_t services_n = services_of(m, doctor);

	while (services_n && at < to_at) {
		const struct service *sv =
			service_of(m, doctor, dice_below(&m->dice, services_n));
		int64_t next_at = at + (int64_t)sv->step_min * 60;

		m->last = (struct visit){0};
		if (dice_below(&m->dice, 100) < fullness(m, day) &&
			!make_visit(m, doctor, sv, at, day, to_at, &next_at, a))
			return false;
		/* a freed time is offered again, and mostly taken */
		m->freed_at =
			m->last.state == VISIT_CANCELLED ? m->last.ended_at : 0;
		if (m->freed_at && dice_below(&m->dice, 100) < 64 &&
			!make_visit(m, doctor, sv, at, day, to_at, &next_at, a))
			return false;
		m->freed_at = 0;
		at = next_at;
	}
	return true;
}

static bool make_day(struct making *m, int doctor, int64_t day, struct arena *a)
{
	const struct resource *r = &m->cat->resources[doctor];
	const struct zone *zone;

	if (!zone_find(NULL, m->cat->branches[r->branch].zone, &zone, m->e))
		return false;
	if (!is_open(m, r->branch, day))
		return true;
	for (size_t i = 0; i < r->weekly_n; i++)
		if (r->weekly[i].day == civil_weekday(day) &&
			!make_window(m, doctor, zone, day, &r->weekly[i], a))
			return false;
	return true;
}

static bool make_visits_of_day(struct making *m, int64_t day)
{
	struct store *s = m->c->store;
	struct arena a;
	bool ok = true;

	arena_init(&a);
	ok = db_begin(s->db, m->e);
	for (size_t i = 0; ok && i < m->cat->resources_n; i++)
		if (m->cat->resources[i].kind == RESOURCE_DOCTOR)
			ok = make_day(m, (int)i, day, &a);
	ok = ok && db_commit(s->db, m->e);
	if (!ok)
		db_rollback(s->db);
	tell(m);
	arena_release(&a);
	return ok;
}

static void prepare(struct making *m, const struct zone *zone)
{
	struct arena *a = m->c->a;
	size_t days = (size_t)(m->o->days_back + m->o->days_ahead + 3);

	/* two clinics may be made at one moment */
	m->serial = (int64_t)(dice_roll(&m->dice) & 0x3FFFFF);
	m->today = zone_day(zone, m->c->now);
	m->first_cell = (m->today - m->o->days_back - 1) * DAY_CELLS;
	m->cells_n = days * DAY_CELLS;
	m->busy = arena_new(a, unsigned char *, m->cat->resources_n);
	for (size_t i = 0; i < m->cat->resources_n; i++)
		m->busy[i] = arena_take(a, m->cells_n);
	m->patient = arena_new(a, int64_t, (size_t)m->o->patients_n);
}

static bool audit(struct making *m)
{
	struct audit_row row = {
		.clinic_id = m->cat->clinic.id,
		.at_us = m->c->now * 1000000,
		.actor = m->c->who,
		.action = "history.make",
		.object_kind = "clinic",
		.objects = &m->cat->clinic.id,
		.objects_n = 1,
		.detail = db_null(),
	};
	struct db *db = m->c->store->db;

	if (db_begin(db, m->e) && audit_append(m->c->store, &row, m->e) &&
		db_commit(db, m->e))
		return true;
	db_rollback(db);
	return false;
}

static bool check(const struct history_options *o, struct err *e)
{
	if (o->patients_n < 1 || o->patients_n > 20000)
		return err_field(e, ERR_INVALID, "patients_n", "not 1..20000");
	if (o->days_back < 0 || o->days_back > 365)
		return err_field(e, ERR_INVALID, "days_back", "not 0..365");
	if (o->days_ahead < 0 || o->days_ahead > 60)
		return err_field(e, ERR_INVALID, "days_ahead", "not 0..60");
	return true;
}

bool app_history_make(struct call *c, int64_t clinic_id,
	const struct history_options *o, history_progress_fn *progress,
	void *ctx, struct history_counts *out, struct err *e)
{
	struct making m = {.c = c,
		.o = o,
		.progress = progress,
		.ctx = ctx,
		.e = e,
		.dice = {o->seed}};
	const struct zone *zone;

	if (!check(o, e) || !app_catalogue(c, clinic_id, &m.cat, e) ||
		!zone_find(NULL, m.cat->branches[0].zone, &zone, e))
		return false;
	prepare(&m, zone);
	if (!make_patients(&m))
		return false;
	for (int64_t day = m.today - o->days_back;
		day <= m.today + o->days_ahead; day++)
		if (!make_visits_of_day(&m, day))
			return false;
	if (!audit(&m))
		return false;
	*out = m.n;
	return true;
}
