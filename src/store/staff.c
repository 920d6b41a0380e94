#include "store/staff.h"

static const char sql_insert[] =
	"INSERT INTO staff (id, clinic_id, login, name, role, resource_id,"
	" password_hash, dismissed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
	" ON CONFLICT (clinic_id, login) DO NOTHING";

bool store_staff_insert(struct store *s, const struct staff *in, struct err *e)
{
	int64_t changed;

	if (!db_do(s->db, sql_insert,
		    DB_ARGS(db_int(in->id), db_int(in->clinic_id),
			    db_text(in->login), db_text(in->name),
			    db_text(role_name(in->role)),
			    db_int(in->resource_id), db_text(in->password_hash),
			    db_int(in->dismissed_at)),
		    &changed, e))
		return false;
	return changed == 1 ||
	       err_field(e, ERR_CONFLICT, "login", "login is taken");
}

#define STAFF_COLUMNS                                                          \
	"SELECT id, clinic_id, login, name, role, resource_id,"                \
	" password_hash, dismissed_at FROM staff"

static bool one(struct store *s, const char *sql, const struct db_value *args,
	int args_n, struct arena *a, struct staff *out, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql, args, args_n, 1, a, &r, e) ||
		!db_rows_are(&r, "iitttiti", e))
		return false;
	if (r.n == 0)
		return err_set(e, ERR_NOT_FOUND, "staff: no such one");
	*out = (struct staff){
		.id = db_cell_int(&r, 0, 0),
		.clinic_id = db_cell_int(&r, 0, 1),
		.login = db_cell_text(&r, 0, 2),
		.name = db_cell_text(&r, 0, 3),
		.role = role_named(db_cell_text(&r, 0, 4)),
		.resource_id = db_cell_int(&r, 0, 5),
		.password_hash = db_cell_text(&r, 0, 6),
		.dismissed_at = db_cell_int(&r, 0, 7),
	};
	return true;
}

static const char sql_by_login[] =
	STAFF_COLUMNS " WHERE clinic_id = $1 AND login = $2";

bool store_staff_by_login(struct store *s, int64_t clinic_id, const char *login,
	struct arena *a, struct staff *out, struct err *e)
{
	return one(s, sql_by_login, DB_ARGS(db_int(clinic_id), db_text(login)),
		a, out, e);
}

static const char sql_find[] =
	STAFF_COLUMNS " WHERE id = $1 AND clinic_id = $2";

bool store_staff_find(struct store *s, int64_t clinic_id, int64_t id,
	struct arena *a, struct staff *out, struct err *e)
{
	return one(
		s, sql_find, DB_ARGS(db_int(id), db_int(clinic_id)), a, out, e);
}

static const char sql_of_role[] =
	STAFF_COLUMNS " WHERE clinic_id = $1 AND role = $2 AND dismissed_at = 0"
		      " ORDER BY id LIMIT 1";

bool store_staff_of_role(struct store *s, int64_t clinic_id, enum role role,
	struct arena *a, struct staff *out, struct err *e)
{
	return one(s, sql_of_role,
		DB_ARGS(db_int(clinic_id), db_text(role_name(role))), a, out,
		e);
}
