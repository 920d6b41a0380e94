#include "store/setting.h"

#include "base/text.h"

static const char sql_find[] =
	"SELECT value FROM setting WHERE clinic_id = $1 AND name = $2";

bool store_setting_text(struct store *s, int64_t clinic_id, const char *name,
	const char *otherwise, struct arena *a, const char **out, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_find, DB_ARGS(db_int(clinic_id), db_text(name)),
		    1, a, &r, e) ||
		!db_rows_are(&r, "t", e))
		return false;
	*out = r.n == 0 ? otherwise : db_cell_text(&r, 0, 0);
	return true;
}

bool store_setting_int(struct store *s, int64_t clinic_id, const char *name,
	int64_t otherwise, struct arena *a, int64_t *out, struct err *e)
{
	const char *text;

	if (!store_setting_text(s, clinic_id, name, NULL, a, &text, e))
		return false;
	if (text == NULL ||
		!text_to_int(str_of(text), INT64_MIN, INT64_MAX, out))
		*out = otherwise;
	return true;
}

static const char sql_set[] =
	"INSERT INTO setting (clinic_id, name, value) VALUES ($1, $2, $3)"
	" ON CONFLICT (clinic_id, name) DO UPDATE SET value = excluded.value";

bool store_setting_set(struct store *s, int64_t clinic_id, const char *name,
	const char *value, struct err *e)
{
	return db_do(s->db, sql_set,
		DB_ARGS(db_int(clinic_id), db_text(name), db_text(value)), NULL,
		e);
}
