#ifndef TEST_DESK_H
#define TEST_DESK_H
/*
 * test/desk - an app over test/both with the clinics of test/clinic, and calls
 * of whoever is wanted.
 */
#include "app/app.h"
#include "store/clinic.h"
#include "test/both.h"
#include "test/clinic.h"

/* Monday 2026-11-23 08:00 in Moscow; the clinic opens at 9. */
enum { DESK_NOW = 1795410000, MINUTE = 60, HOUR = 3600, DAY = 86400 };
/* Tuesday 2026-11-24 09:00 in Moscow. */
enum { DESK_TUESDAY_9 = DESK_NOW + DAY + HOUR };

static struct app desk;

static inline void desk_insert(const struct catalogue *c)
{
	CHECK(db_begin(both.store.db, &both.e));
	if (!store_catalogue_insert(&both.store, c, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(db_commit(both.store.db, &both.e));
}

static inline void desk_before(void)
{
	both_before();
	desk_insert(&clinic_catalogue);
	desk_insert(&clinic_other);
	app_init(&desk, &(struct app_parts){
				.storage = both.storage,
				.keys = both.keys,
				.base_url = "https://clinic.example",
			});
}

static inline void desk_after(void)
{
	app_release(&desk);
	both_after();
}

static inline struct call desk_call(int64_t now, struct principal who)
{
	return app_call(&desk, &both.store, &both.a, now, who);
}

static inline struct call desk_visitor(int64_t now, int64_t id)
{
	return desk_call(
		now, (struct principal){.kind = PRINCIPAL_VISITOR, .id = id});
}

static inline struct call desk_staff(int64_t now)
{
	return desk_call(now, (struct principal){.kind = PRINCIPAL_STAFF,
				      .role = ROLE_ADMINISTRATOR,
				      .clinic_id = CLINIC_ID,
				      .id = 77});
}

static inline struct call desk_stranger(int64_t now)
{
	return desk_call(now, (struct principal){.kind = PRINCIPAL_STAFF,
				      .role = ROLE_OWNER,
				      .clinic_id = CLINIC_OTHER_ID,
				      .id = 78});
}

#define DESK_MAIN(...) ENGINE_MAIN(desk_before, desk_after, __VA_ARGS__)

#endif
