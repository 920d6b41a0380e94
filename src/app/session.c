#include "app/session.h"

#include <assert.h>

#include "app/app.h"
#include "app/catalogue.h"
#include "app/password.h"
#include "app/transaction.h"
#include "os/crypto.h"
#include "os/random.h"
#include "store/inbound.h"
#include "store/invitation.h"
#include "store/link.h"
#include "store/session.h"
#include "store/staff.h"

enum { SWEEP_EVERY_S = 3600 };

static int idle_s(enum principal_kind kind)
{
	return kind == PRINCIPAL_STAFF ? SESSION_STAFF_IDLE_S
				       : SESSION_VISITOR_IDLE_S;
}

static int life_s(enum principal_kind kind)
{
	return kind == PRINCIPAL_STAFF ? SESSION_STAFF_LIFE_S
				       : SESSION_VISITOR_LIFE_S;
}

/* When it ends if it is not used after `now`. */
static int64_t end_of(const struct session_row *row, int64_t now)
{
	int64_t idle_end = now + idle_s(row->kind);
	int64_t life_end = row->created_at + life_s(row->kind);

	return idle_end < life_end ? idle_end : life_end;
}

static void make_token(char token[SESSION_TOKEN_SIZE])
{
	static_assert(SESSION_TOKEN_SIZE == 2 * (RANDOM_TOKEN_SIZE - 1) + 1,
		"a session's token is two random ones");
	random_token(token);
	random_token(token + RANDOM_TOKEN_SIZE - 1);
}

static bool insert(struct call *c, const struct principal *who,
	char token[SESSION_TOKEN_SIZE], int64_t *expires_at, struct err *e)
{
	struct session_row row = {
		.kind = who->kind,
		.clinic_id = who->clinic_id,
		.principal_id = who->id,
		.created_at = c->now,
		.seen_at = c->now,
	};

	row.expires_at = end_of(&row, c->now);
	make_token(token);
	*expires_at = row.expires_at;
	return store_session_insert(c->store, token, &row, e);
}

bool app_session_begin(struct call *c, char token[SESSION_TOKEN_SIZE],
	struct session *out, struct err *e)
{
	struct session s = {
		.who = {.kind = PRINCIPAL_VISITOR, .id = random_id()}};

	if (!insert(c, &s.who, token, &s.expires_at, e))
		return false;
	*out = s;
	return true;
}

static bool name_clinic(struct call *c, struct session *s, struct err *e)
{
	const struct catalogue *cat;

	if (!app_catalogue(c, s->who.clinic_id, &cat, e))
		return false;
	s->clinic_slug = cat->clinic.slug;
	s->clinic_name = cat->clinic.name;
	return true;
}

static bool staff_session(struct call *c, const struct staff *staff,
	struct session *out, struct err *e)
{
	out->who = (struct principal){
		.kind = PRINCIPAL_STAFF,
		.role = staff->role,
		.clinic_id = staff->clinic_id,
		.id = staff->id,
	};
	out->staff_name = staff->name;
	return name_clinic(c, out, e);
}

static bool no_session(struct err *e)
{
	return err_set(e, ERR_LOGIN, "session: sign in first");
}

static bool open_row(struct call *c, const struct session_row *row,
	struct session *out, struct err *e)
{
	struct staff staff;

	out->who = (struct principal){.kind = row->kind,
		.clinic_id = row->clinic_id,
		.id = row->principal_id};
	if (row->kind != PRINCIPAL_STAFF)
		return true;
	if (!store_staff_find(c->store, row->clinic_id, row->principal_id, c->a,
		    &staff, e))
		return e->kind == ERR_NOT_FOUND ? no_session(e) : false;
	if (staff.dismissed_at != 0 && staff.dismissed_at <= c->now)
		return no_session(e);
	return staff_session(c, &staff, out, e);
}

bool app_session_find(
	struct call *c, const char *token, struct session *out, struct err *e)
{
	struct session s = {0};
	struct session_row row;

	if (!store_session_find(c->store, token, c->now, &row, e))
		return e->kind == ERR_NOT_FOUND ? no_session(e) : false;
	if (!open_row(c, &row, &s, e))
		return false;
	s.expires_at = row.expires_at;
	if (c->now - row.seen_at >= SESSION_TOUCH_S) {
		s.expires_at = end_of(&row, c->now);
		/* A full disk is no reason to stop reading. */
		if (!store_session_touch(
			    c->store, token, c->now, s.expires_at, e) &&
			e->kind != ERR_UNAVAILABLE)
			return false;
	}
	*out = s;
	return true;
}

/* A new session of an employee, in place of an old one. */
struct entrance {
	const struct staff *staff;
	const char *old;
	char *token;
	struct session *out;
};

static bool enter(struct call *c, void *ctx, struct err *e)
{
	const struct entrance *in = ctx;
	struct session s = {0};

	if (!staff_session(c, in->staff, &s, e) ||
		(in->old != NULL &&
			!store_session_delete(c->store, in->old, e)) ||
		!insert(c, &s.who, in->token, &s.expires_at, e))
		return false;
	c->who = s.who;
	if (!app_audit(c, s.who.clinic_id, "session.begin", "staff", &s.who.id,
		    1, e))
		return false;
	*in->out = s;
	return true;
}

/* *found false: whatever is wrong, it takes the same time and looks alike. */
static bool find_staff(struct call *c, const char *clinic, const char *login,
	struct staff *out, bool *found, struct err *e)
{
	const struct catalogue *cat;

	*found = app_catalogue_named(c, clinic, &cat, e) &&
		 store_staff_by_login(
			 c->store, cat->clinic.id, login, c->a, out, e);
	if (!*found && e->kind != ERR_NOT_FOUND)
		return false;
	if (*found)
		*found = out->dismissed_at == 0 || out->dismissed_at > c->now;
	return true;
}

bool app_session_sign_in(struct call *c, const char *clinic, const char *login,
	const char *password, const char *old, char token[SESSION_TOKEN_SIZE],
	struct session *out, struct err *e)
{
	struct staff staff;
	struct entrance in = {&staff, old, token, out};
	bool found, matches = false;

	if (strlen(password) > PASSWORD_BYTES_MAX)
		return err_field(e, ERR_LOGIN, "password", "wrong");
	if (!find_staff(c, clinic, login, &staff, &found, e) ||
		!password_check(c->app->passwords,
			found ? staff.password_hash : NULL, password, &matches,
			e))
		return false;
	if (!matches)
		return err_field(e, ERR_LOGIN, "password", "wrong");
	return app_transaction(c, enter, &in, e);
}

bool app_session_demo(struct call *c, const char *clinic, enum role role,
	const char *old, char token[SESSION_TOKEN_SIZE], struct session *out,
	struct err *e)
{
	const struct catalogue *cat;
	struct staff staff;
	struct entrance in = {&staff, old, token, out};

	if (!c->app->parts.is_demo)
		return err_set(e, ERR_NOT_FOUND, "this is no demo");
	return app_catalogue_named(c, clinic, &cat, e) &&
	       store_staff_of_role(
		       c->store, cat->clinic.id, role, c->a, &staff, e) &&
	       app_transaction(c, enter, &in, e);
}

bool app_session_end(struct call *c, const char *token, struct err *e)
{
	return store_session_delete(c->store, token, e);
}

void app_session_csrf(
	struct call *c, const char *token, char csrf[SESSION_CSRF_SIZE])
{
	static const char digit[] = "0123456789abcdef";
	uint8_t hash[CRYPTO_HASH128_BYTES];

	crypto_hash128(crypto_key(c->store->keys, CRYPTO_CSRF), token,
		strlen(token), hash);
	for (size_t i = 0; i < sizeof(hash); i++) {
		csrf[2 * i] = digit[hash[i] >> 4];
		csrf[2 * i + 1] = digit[hash[i] & 15];
	}
	csrf[2 * sizeof(hash)] = '\0';
}

static bool sweep(struct call *c, void *ctx, struct err *e)
{
	/* Another one each time; all within eleven days. */
	uint8_t part = (uint8_t)(c->now / SWEEP_EVERY_S % 256);
	int64_t n;

	(void)ctx;
	return store_session_sweep(c->store, c->now, &n, e) &&
	       store_link_sweep(c->store, part, c->now, &n, e) &&
	       store_inbound_sweep(c->store, c->now, &n, e) &&
	       store_invitation_sweep(c->store, c->now, &n, e);
}

bool app_session_round(struct call *c, int64_t *next_at, struct err *e)
{
	if (!app_transaction(c, sweep, NULL, e))
		return false;
	*next_at = c->now + SWEEP_EVERY_S;
	return true;
}
