#include "test/prove/place.h"

#include "app/catalogue.h"
#include "app/outbox.h"
#include "app/seed.h"
#include "base/json.h"
#include "cli/desk.h"
#include "os/clock.h"
#include "test/prove/proof.h"

enum { CLINIC_BYTES_MAX = 1 << 16, DAY_S = 86400 };

static void must(struct place *p, bool done, const char *what)
{
	if (!done)
		proof_stop("%s: %s %s", what, p->e.field, p->e.text);
}

static void learn_ids(struct place *p)
{
	struct call c =
		app_call(&p->app, &p->store, &p->a, clock_now(), app_system());
	const struct catalogue *cat;

	if (!app_catalogue_named(&c, PLACE_CLINIC, &cat, &p->e))
		return;
	p->clinic_id = cat->clinic.id;
	p->service_id = cat->services[0].id;
	p->doctors_n = 0;
	for (size_t i = 0; i < cat->resources_n; i++)
		p->doctors[p->doctors_n++] = cat->resources[i].id;
}

void place_open(struct place *p)
{
	struct home_options h = {
		.folder = p->data, .address = p->db, .may_make = true};

	arena_init(&p->a);
	must(p, home_init(&p->home, &h, clock_now(), &p->e), "home");
	must(p, store_init(&p->store, p->home.storage, &p->e), "store");
	app_init(&p->app, &(struct app_parts){.storage = p->home.storage,
				  .keys = p->home.keys,
				  .base_url = "",
				  .is_demo = true});
	learn_ids(p);
}

void place_close(struct place *p)
{
	app_release(&p->app);
	store_release(&p->store);
	home_release(&p->home);
	arena_release(&p->a);
}

/* ---- the clinic --------------------------------------------------------- */

static void put_hours(struct json_out *w)
{
	json_open(w, "hours", '[');
	json_open(w, NULL, '{');
	json_open(w, "days", '[');
	for (int day = 0; day < 7; day++)
		json_put_int(w, NULL, day);
	json_close(w, ']');
	json_put_text(w, "from", "08:00");
	json_put_text(w, "to", "20:00");
	json_close(w, '}');
	json_close(w, ']');
}

static void put_doctor(struct json_out *w, const char *key)
{
	json_open(w, NULL, '{');
	json_put_text(w, "key", key);
	json_put_text(w, "branch", "one");
	json_put_text(w, "last", "Петров");
	json_put_text(w, "first", "Пётр");
	json_put_text(w, "middle", "Ильич");
	json_put_text(w, "sex", "m");
	json_put_text(w, "profession", "терапевт");
	put_hours(w);
	json_close(w, '}');
}

static void put_branch(struct json_out *w, const char *zone)
{
	json_open(w, NULL, '{');
	json_put_text(w, "key", "one");
	json_put_text(w, "name", "на Лесной, 1");
	json_put_text(w, "address", "ул. Лесная, 1");
	json_put_text(w, "zone", zone);
	json_put_text(w, "phone", "+74950000000");
	json_close(w, '}');
}

static void put_service(struct json_out *w, struct place *p, int doctors_n)
{
	static const struct {
		const char *name;
		int value;
	} numbers[] = {{"duration_min", 30}, {"step_min", 30},
		{"horizon_days", 60}, {"price_rub", 2000}};

	json_open(w, NULL, '{');
	json_put_text(w, "name", "Приём терапевта");
	json_put_text(w, "profession", "терапевт");
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		json_put_int(w, numbers[i].name, numbers[i].value);
	json_put_text(w, "sex", "-");
	json_put_bool(w, "is_first_visit", true);
	json_open(w, "doctors", '[');
	for (int i = 0; i < doctors_n; i++)
		json_put_text(w, NULL, arena_print(&p->a, "d%d", i));
	json_close(w, ']');
	json_close(w, '}');
}

static void put_staff(struct json_out *w)
{
	json_open(w, "staff", '[');
	json_open(w, NULL, '{');
	json_put_text(w, "login", "admin");
	json_put_text(w, "name", "Ольга");
	json_put_text(w, "role", "administrator");
	json_close(w, '}');
	json_close(w, ']');
}

static void put_clinic(
	struct json_out *w, struct place *p, int doctors_n, const char *zone)
{
	json_open(w, NULL, '{');
	json_put_text(w, "slug", PLACE_CLINIC);
	json_put_text(w, "name", "Клиника");
	json_put_text(w, "phone", "+74950000000");
	json_put_bool(w, "is_thin", false);
	json_put_text(w, "notice_version", PLACE_NOTICE);
	json_put_text(w, "notice", "Мы храним ваши данные.");
	json_put_text(w, "offer_version", "1");
	json_open(w, "branches", '[');
	put_branch(w, zone);
	json_close(w, ']');
	json_open(w, "doctors", '[');
	for (int i = 0; i < doctors_n; i++)
		put_doctor(w, arena_print(&p->a, "d%d", i));
	json_close(w, ']');
	json_open(w, "services", '[');
	put_service(w, p, doctors_n);
	json_close(w, ']');
	put_staff(w);
	json_close(w, '}');
}

void place_clinic(struct place *p, int n, const char *zone)
{
	struct call c =
		app_call(&p->app, &p->store, &p->a, clock_now(), app_system());
	struct seed_options options = {.seed = 1};
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, &p->a, CLINIC_BYTES_MAX);
	put_clinic(&w, p, n, zone);
	must(p, buf_done(&b, &p->e), "clinic");
	must(p, app_seed_clinic(&c, b.p, b.n, &options, &p->clinic_id, &p->e),
		"clinic");
	learn_ids(p);
}

void place_pass(struct place *p, bool is_staff, struct pass *out)
{
	struct call c =
		app_call(&p->app, &p->store, &p->a, clock_now(), app_system());
	struct session s;

	must(p,
		is_staff
			? app_session_demo(&c, PLACE_CLINIC, ROLE_ADMINISTRATOR,
				  NULL, out->token, &s, &p->e)
			: app_session_begin(&c, out->token, &s, &p->e),
		"session");
	app_session_csrf(&c, out->token, out->csrf);
}

void place_end_leases(struct place *p)
{
	struct conf *conf = conf_open(&p->a, desk_conf_tables());
	struct call c = app_call(&p->app, &p->store, &p->a,
		clock_now() + OUTBOX_LEASE_S + 1, app_system());
	struct outbox_round round = {.uncertain_n = 1};
	struct sender sender;

	must(p, conf_set(conf, "outbox.channels", "null", &p->e), "conf");
	must(p, sender_open(&sender, conf, &p->e), "sender");
	while (round.uncertain_n > 0)
		must(p, app_outbox_round(&c, &sender, &round, &p->e), "round");
	sender_close(&sender);
}

int64_t place_number(struct place *p, const char *sql)
{
	struct db_rows r;

	must(p, db_run(p->store.db, sql, DB_NO_ARGS, 1, &p->a, &r, &p->e), sql);
	return db_cell_int(&r, 0, 0);
}

/* 05:00 UTC is 08:00 in Moscow. */
int64_t place_start(int64_t now, int number)
{
	int64_t day = now / DAY_S + 2 + number / PLACE_DAY_STARTS;

	return day * DAY_S + 5 * 3600 + number % PLACE_DAY_STARTS * 1800;
}
