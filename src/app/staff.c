#include "app/staff.h"

#include "app/access.h"
#include "app/catalogue.h"
#include "app/password.h"
#include "app/transaction.h"
#include "base/limits.h"
#include "base/text.h"
#include "os/crypto.h"
#include "os/random.h"
#include "store/staff.h"

enum { LOGIN_BYTES_MIN = 2, LOGIN_BYTES_MAX = 40 };

static bool is_login(const char *login)
{
	size_t n = strlen(login);

	return n >= LOGIN_BYTES_MIN && n <= LOGIN_BYTES_MAX &&
	       strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

static bool is_password(const char *password)
{
	size_t n = password == NULL ? PASSWORD_BYTES_MIN : strlen(password);

	return n >= PASSWORD_BYTES_MIN && n <= PASSWORD_BYTES_MAX;
}

static bool check(const struct staff_request *in, struct err *e)
{
	size_t n = strlen(in->name);

	if (!is_login(in->login))
		return err_field(e, ERR_INVALID, "login",
			"2 to 40 of a-z, 0-9, dot, line");
	if (n == 0 || n > NAME_BYTES_MAX || !text_check(in->name, n, "name", e))
		return err_field(e, ERR_INVALID, "name", "no good name");
	if (in->role == ROLE_NONE || in->role >= ROLES)
		return err_field(e, ERR_INVALID, "role", "no such role");
	if (!is_password(in->password))
		return err_field(e, ERR_INVALID, "password", "%d to %d bytes",
			PASSWORD_BYTES_MIN, PASSWORD_BYTES_MAX);
	return true;
}

static bool add(struct call *c, void *ctx, struct err *e)
{
	const struct staff *staff = ctx;

	return store_staff_insert(c->store, staff, e) &&
	       app_audit(c, staff->clinic_id, "staff.add", "staff", &staff->id,
		       1, e);
}

bool app_staff_add(struct call *c, const struct staff_request *in, int64_t *id,
	struct err *e)
{
	char hash[CRYPTO_PASSWORD_SIZE] = "";
	struct staff staff = {.id = random_id(),
		.login = in->login,
		.name = in->name,
		.role = in->role,
		.resource_id = in->resource_id,
		.password_hash = hash};
	const struct catalogue *cat;

	if (!check(in, e) || !app_catalogue_named(c, in->clinic, &cat, e) ||
		!app_access_clinic(c, cat->clinic.id, e))
		return false;
	if (in->resource_id != 0 &&
		catalogue_resource(cat, in->resource_id) < 0)
		return err_field(e, ERR_NOT_FOUND, "doctor", "no such one");
	if (in->password != NULL &&
		!crypto_password_hash(in->password, hash, e))
		return false;
	staff.clinic_id = cat->clinic.id;
	if (!app_transaction(c, add, &staff, e))
		return false;
	*id = staff.id;
	return true;
}
