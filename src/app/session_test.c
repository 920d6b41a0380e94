#include "app/session.h"

#include "app/password.h"
#include "app/staff.h"
#include "store/session.h"
#include "test/desk.h"

static int64_t add_olga(const char *password)
{
	struct call c = desk_call(DESK_NOW, app_system());
	int64_t id = 0;

	if (!app_staff_add(&c,
		    &(struct staff_request){.clinic = "zdorovie",
			    .login = "olga",
			    .name = "Ольга Крылова",
			    .role = ROLE_ADMINISTRATOR,
			    .password = password},
		    &id, &both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return id;
}

static void test_a_visitor_comes_back(void)
{
	struct call c = desk_visitor(DESK_NOW, 0);
	char token[SESSION_TOKEN_SIZE], other[SESSION_TOKEN_SIZE];
	struct session s, again;

	CHECK(app_session_begin(&c, token, &s, &both.e));
	CHECK(app_session_begin(&c, other, &again, &both.e));
	CHECK(strlen(token) == 44 && strcmp(token, other) != 0);
	CHECK(s.who.kind == PRINCIPAL_VISITOR && s.who.id != again.who.id);
	CHECK(app_session_find(&c, token, &again, &both.e));
	CHECK(again.who.id == s.who.id);
	CHECK(!app_session_find(&c, "", &again, &both.e));
	CHECK(both.e.kind == ERR_LOGIN);
	CHECK(app_session_end(&c, token, &both.e));
	CHECK(!app_session_find(&c, token, &again, &both.e));
}

static void test_staff_signs_in_and_is_forgotten(void)
{
	int64_t olga = add_olga("очень длинный пароль");
	struct call c = desk_visitor(DESK_NOW, 0);
	char old[SESSION_TOKEN_SIZE], token[SESSION_TOKEN_SIZE];
	struct session s;

	CHECK(app_session_begin(&c, old, &s, &both.e));
	if (!app_session_sign_in(&c, "zdorovie", "olga", "очень длинный пароль",
		    old, token, &s, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(s.who.kind == PRINCIPAL_STAFF && s.who.id == olga);
	CHECK(s.who.role == ROLE_ADMINISTRATOR && s.who.clinic_id == CLINIC_ID);
	CHECK_TEXT(s.staff_name, "Ольга Крылова");
	CHECK_TEXT(s.clinic_slug, "zdorovie");
	CHECK(!app_session_find(&c, old, &s, &both.e)); /* no fixation */

	/* In use it goes on, but not for ever; left alone it ends. */
	for (int64_t t = 0; t < SESSION_STAFF_LIFE_S; t += 600) {
		c.now = DESK_NOW + t;
		CHECK_ROW(app_session_find(&c, token, &s, &both.e), t);
	}
	c.now = DESK_NOW + SESSION_STAFF_LIFE_S;
	CHECK(!app_session_find(&c, token, &s, &both.e));
	CHECK(both.e.kind == ERR_LOGIN);
	c.now = DESK_NOW;
	CHECK(app_session_sign_in(&c, "zdorovie", "olga",
		"очень длинный пароль", NULL, token, &s, &both.e));
	c.now = DESK_NOW + SESSION_STAFF_IDLE_S;
	CHECK(!app_session_find(&c, token, &s, &both.e));
}

static void test_wrong_sign_ins_look_alike(void)
{
	static const struct {
		const char *clinic, *login, *password;
	} rows[] = {
		{"zdorovie", "olga", "неверный пароль"},
		{"zdorovie", "igor", "правильный пароль"},
		{"chuzhaya", "olga", "правильный пароль"},
		{"net", "olga", "правильный пароль"},
		{"zdorovie", "olga", ""},
	};
	struct call c = desk_visitor(DESK_NOW, 0);
	char token[SESSION_TOKEN_SIZE];
	struct session s;

	add_olga("правильный пароль");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(
			!app_session_sign_in(&c, rows[i].clinic, rows[i].login,
				rows[i].password, NULL, token, &s, &both.e),
			i);
		CHECK_ROW(both.e.kind == ERR_LOGIN, i);
		CHECK_ROW(strcmp(both.e.field, "password") == 0, i);
	}
}

static void test_the_button_of_the_demo(void)
{
	struct call c = desk_visitor(DESK_NOW, 0);
	char token[SESSION_TOKEN_SIZE];
	struct session s;

	add_olga(NULL);
	CHECK(!app_session_sign_in(
		&c, "zdorovie", "olga", "", NULL, token, &s, &both.e));
	CHECK(!app_session_demo(
		&c, "zdorovie", ROLE_ADMINISTRATOR, NULL, token, &s, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	desk.parts.is_demo = true;
	CHECK(app_session_demo(
		&c, "zdorovie", ROLE_ADMINISTRATOR, NULL, token, &s, &both.e));
	CHECK(s.who.role == ROLE_ADMINISTRATOR);
	CHECK(!app_session_demo(
		&c, "zdorovie", ROLE_OWNER, NULL, token, &s, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_forms_belong_to_their_session(void)
{
	struct call c = desk_visitor(DESK_NOW, 0);
	char one[SESSION_CSRF_SIZE], again[SESSION_CSRF_SIZE];
	char two[SESSION_CSRF_SIZE];

	app_session_csrf(&c, "one", one);
	app_session_csrf(&c, "one", again);
	app_session_csrf(&c, "two", two);
	CHECK(strlen(one) == SESSION_CSRF_SIZE - 1);
	CHECK(strcmp(one, again) == 0 && strcmp(one, two) != 0);
}

static void test_what_is_over_is_swept(void)
{
	struct call c = desk_visitor(DESK_NOW, 0);
	char token[SESSION_TOKEN_SIZE];
	struct session_row row;
	struct session s;
	int64_t next_at;

	CHECK(app_session_begin(&c, token, &s, &both.e));
	c.now = s.expires_at;
	CHECK(app_session_round(&c, &next_at, &both.e) && next_at > c.now);
	CHECK(!store_session_find(&both.store, token, DESK_NOW, &row, &both.e));
}

static void test_who_may_be_added(void)
{
	static const struct {
		const char *clinic, *login, *name;
		enum role role;
		int64_t resource_id;
		const char *password;
		const char *field;
	} rows[] = {
		{"zdorovie", "o", "Ольга", ROLE_OWNER, 0, NULL, "login"},
		{"zdorovie", "Olga", "Ольга", ROLE_OWNER, 0, NULL, "login"},
		{"zdorovie", "olga", "", ROLE_OWNER, 0, NULL, "name"},
		{"zdorovie", "olga", "Ольга", ROLE_NONE, 0, NULL, "role"},
		{"zdorovie", "olga", "Ольга", ROLE_OWNER, 0, "short",
			"password"},
		{"net", "olga", "Ольга", ROLE_OWNER, 0, NULL, "clinic"},
		{"zdorovie", "olga", "Ольга", ROLE_DOCTOR, 7, NULL, "doctor"},
		{"zdorovie", "taken", "Ольга", ROLE_OWNER, 0, NULL, "login"},
	};
	struct call c = desk_call(DESK_NOW, app_system());
	int64_t id;

	CHECK(app_staff_add(&c,
		&(struct staff_request){"zdorovie", "taken", "Игорь",
			ROLE_DOCTOR, DOCTOR_ORLOV, NULL},
		&id, &both.e));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(!app_staff_add(&c,
				  &(struct staff_request){rows[i].clinic,
					  rows[i].login, rows[i].name,
					  rows[i].role, rows[i].resource_id,
					  rows[i].password},
				  &id, &both.e),
			i);
		CHECK_ROW(strcmp(both.e.field, rows[i].field) == 0, i);
	}
}

DESK_MAIN(test_a_visitor_comes_back, test_staff_signs_in_and_is_forgotten,
	test_wrong_sign_ins_look_alike, test_the_button_of_the_demo,
	test_forms_belong_to_their_session, test_what_is_over_is_swept,
	test_who_may_be_added)
