#ifndef TEST_API_POLICY_H
#define TEST_API_POLICY_H
/*
 * test/api/policy - reads policy.tsv, and fills a row's request with the
 * objects of two clinics.
 */
#include "api/routes.h"
#include "app/chat.h"
#include "app/link.h"
#include "app/visit.h"
#include "base/text.h"
#include "os/file.h"
#include "test/whole.h"

enum policy_object {
	OBJECT_OWN,
	OBJECT_OTHER,
	OBJECT_ABSENT,
	OBJECT_GARBAGE,
	OBJECTS
};

enum policy_person {
	PERSON_NOBODY,
	PERSON_VISITOR,
	PERSON_ANOTHER,
	PERSON_OWNER,
	PERSON_ADMINISTRATOR,
	PERSON_DOCTOR,
	PERSON_MARKETER,
	PERSON_AUDITOR,
	PERSON_STRANGER,
	PERSONS
};

static const char *const policy_persons[PERSONS] = {"nobody", "visitor",
	"another", "owner", "administrator", "doctor", "marketer", "auditor",
	"stranger"};

enum { POLICY_ROWS_MAX = 200, POLICY_BYTES_MAX = 1 << 16 };

struct policy_row {
	const char *method, *route, *target, *body; /* body NULL: none */
	int verdict[PERSONS][OBJECTS];
};

static struct {
	struct policy_row rows[POLICY_ROWS_MAX];
	size_t n;
	struct arena a; /* of the process */
} policy_file;

/* Four of them, or one for all. */
static inline void policy_verdict(struct str rest, int out[OBJECTS], int line)
{
	int64_t status = 0;
	int n = 0;

	for (int o = 0; o < OBJECTS; o++) {
		if (rest.p) {
			n++;
			CHECK_ROW(text_to_int(str_split(&rest, '/'), 200, 599,
					  &status),
				line);
		}
		out[o] = (int)status;
	}
	CHECK_ROW(!rest.p && (n == 1 || n == OBJECTS), line);
}

static inline const char *policy_column(struct str *rest, int line)
{
	struct str one;

	CHECK_ROW(rest->p != NULL, line);
	one = str_split(rest, '\t');
	return arena_copy(&policy_file.a, one.p, one.n);
}

static inline void policy_line(struct str rest, int line)
{
	struct policy_row *row = &policy_file.rows[policy_file.n++];

	BUG_ON(policy_file.n > POLICY_ROWS_MAX);
	row->method = policy_column(&rest, line);
	row->route = policy_column(&rest, line);
	row->target = policy_column(&rest, line);
	row->body = policy_column(&rest, line);
	if (strcmp(row->body, "-") == 0)
		row->body = NULL;
	for (int p = 0; p < PERSONS; p++)
		policy_verdict(str_of(policy_column(&rest, line)),
			row->verdict[p], line);
	CHECK_ROW(!rest.p, line);
}

/* Once a process. */
static inline void policy_read(void)
{
	const char *text;
	struct str rest;
	size_t n;
	int line = 0;

	if (policy_file.n > 0)
		return;
	arena_init(&policy_file.a);
	CHECK(file_read(ZABOTA_SOURCE_DIR "/test/api/policy.tsv",
		POLICY_BYTES_MAX, &policy_file.a, &text, &n, &both.e));
	rest = (struct str){text, n};
	while (rest.p) {
		struct str one = str_split(&rest, '\n');

		line++;
		if (one.n > 0 && one.p[0] != '#')
			policy_line(one, line);
	}
}

/* NULL: no row. */
static inline const struct policy_row *policy_find(
	const char *method, const char *route)
{
	for (size_t i = 0; i < policy_file.n; i++)
		if (strcmp(policy_file.rows[i].method, method) == 0 &&
			strcmp(policy_file.rows[i].route, route) == 0)
			return &policy_file.rows[i];
	return NULL;
}

/* ---- the objects -------------------------------------------------------- */

/* What one clinic has: a patient with a visit and a link to it. */
struct policy_clinic {
	const struct catalogue *cat;
	int64_t service_id, doctor_id;
	const struct slot *slot; /* its free starts; the next is slot[next] */
	size_t slots_n, next;
	struct guest guest; /* the patient's browser */
	int64_t patient_id, visit_id;
	const char *token;
};

/* Names, numbers and words that no answer to a foreign person may hold. */
struct policy_canary {
	const char *last, *phone, *text;
	const char *seen[4]; /* what is searched for */
};

static const struct policy_canary policy_canaries[2] = {
	{"Канарейкина", "+79007770001", "жёлтая канарейка поёт",
		{"Канарейкин", "7770001", "777-00-01", "канарейка"}},
	{"Чижикова", "+79008880002", "зелёный чижик поёт",
		{"Чижиков", "8880002", "888-00-02", "чижик"}},
};

static struct policy_clinic policy_clinics[2];
static int policy_phone_n;

static inline int64_t policy_next_start(struct policy_clinic *k)
{
	int64_t start_at;

	BUG_ON(k->next >= k->slots_n);
	start_at = k->slot[k->next].start_at;
	k->next += 2; /* the buffer behind a start takes its neighbour too */
	return start_at;
}

static inline void policy_chat(
	struct call *c, const struct catalogue *cat, const char *text)
{
	struct chat_peer peer = {cat->clinic.id, "site",
		arena_print(&both.a, "%lld", (long long)c->who.id), "site"};
	struct chat_answer answer;

	if (!app_chat_consent(
		    c, &peer, cat->clinic.notice_version, "checkbox", &both.e))
		fail_msg("%s", both.e.text);
	if (text && !app_chat_turn(c, &peer, "first", text, strlen(text),
			    &answer, &both.e))
		fail_msg("%s", both.e.text);
}

/* A patient with a visit, a link and a conversation. */
static inline void policy_patient(
	struct policy_clinic *k, const struct policy_canary *canary)
{
	struct call c = whole_call();
	struct visit_book_request in = {
		.wish = {k->cat->clinic.id, k->service_id, k->doctor_id, 0,
			policy_next_start(k)},
		.person = {.last = canary->last,
			.first = "Анна",
			.phone = canary->phone},
		.complaint = canary->text,
		.source = "site"};
	struct visit v;
	const char *url;

	k->guest = whole_visitor();
	c.who = (struct principal){
		.kind = PRINCIPAL_VISITOR, .id = k->guest.id};
	if (!app_visit_book(&c, &in, &v, &both.e))
		fail_msg("%s", both.e.text);
	k->patient_id = v.patient_id;
	k->visit_id = v.id;
	policy_chat(&c, k->cat, canary->text);
	c.who = app_system();
	CHECK(app_link_make(&c, &v, &url, &both.e));
	k->token = arena_print(&both.a, "%s", strrchr(url, '/') + 1);
}

/* Two clinics alike, each with its canary. */
static inline void policy_world(void)
{
	policy_read();
	policy_clinics[0] = (struct policy_clinic){.cat = &clinic_catalogue,
		.service_id = SERVICE_THERAPY,
		.doctor_id = DOCTOR_ORLOV};
	policy_clinics[1] = (struct policy_clinic){.cat = &clinic_other,
		.service_id = OTHER_SERVICE,
		.doctor_id = OTHER_DOCTOR};
	for (size_t i = 0; i < ARRAY_LEN(policy_clinics); i++) {
		struct policy_clinic *k = &policy_clinics[i];

		k->slots_n = whole_starts(
			k->cat, k->service_id, k->doctor_id, &k->slot);
		policy_patient(k, &policy_canaries[i]);
	}
}

static inline int64_t policy_hold(
	struct policy_clinic *k, const struct guest *holder)
{
	struct call c = whole_call();
	struct visit_hold_request in = {
		.wish = {k->cat->clinic.id, k->service_id, k->doctor_id, 0,
			policy_next_start(k)},
		.source = "site"};
	struct visit v;

	c.who = (struct principal){.kind = PRINCIPAL_VISITOR, .id = holder->id};
	if (!app_visit_hold(&c, &in, &v, &both.e))
		fail_msg("%s", both.e.text);
	return v.id;
}

static const char policy_garbage[] = "1%27%20OR%201=1";

static inline const char *policy_id(enum policy_object o, int64_t of[2])
{
	if (o == OBJECT_GARBAGE)
		return policy_garbage;
	return arena_print(&both.a, "%lld",
		o == OBJECT_ABSENT ? 4004004004LL : (long long)of[o]);
}

/* The value of {name}; a hold is made for the holder when it is asked for. */
static inline const char *policy_value(
	struct str name, enum policy_object o, const struct guest *holder)
{
	struct policy_clinic *k = policy_clinics;
	const char *slugs[OBJECTS] = {k[0].cat->clinic.slug,
		k[1].cat->clinic.slug, "netu", policy_garbage};
	const char *tokens[OBJECTS] = {k[0].token, k[1].token,
		"AAAAAAAAAAAAAAAAAAAAAA", policy_garbage};
	const struct {
		const char *name;
		int64_t of[2];
	} ids[] = {
		{"service", {k[0].service_id, k[1].service_id}},
		{"doctor", {k[0].doctor_id, k[1].doctor_id}},
		{"patient", {k[0].patient_id, k[1].patient_id}},
		{"visit", {k[0].visit_id, k[1].visit_id}},
	};

	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		if (str_equal(name, ids[i].name))
			return policy_id(o, (int64_t *)ids[i].of);
	if (str_equal(name, "hold")) {
		int64_t of[2] = {0};

		if (o <= OBJECT_OTHER)
			of[o] = policy_hold(&k[o], holder);
		return policy_id(o, of);
	}
	if (str_equal(name, "clinic"))
		return slugs[0];
	if (str_equal(name, "slug"))
		return slugs[o];
	if (str_equal(name, "token"))
		return tokens[o];
	if (str_equal(name, "start"))
		return whole_instant(policy_next_start(k));
	if (str_equal(name, "phone"))
		return arena_print(&both.a, "+7911%07d", policy_phone_n++);
	fail_msg("policy.tsv: no {%.*s}", (int)name.n, name.p);
	return "";
}

/* Fills the {name}s of a target or of a body; a brace with a quote behind it
 * is JSON's own. */
static inline const char *policy_fill(
	const char *text, enum policy_object o, const struct guest *holder)
{
	struct buf b;

	buf_init(&b, &both.a, 8192);
	while (*text) {
		size_t n = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz");

		if (*text != '{' || text[n + 1] != '}') {
			buf_char(&b, *text++);
			continue;
		}
		buf_text(
			&b, policy_value((struct str){text + 1, n}, o, holder));
		text += n + 2;
	}
	return b.p;
}

/* True if what is asked depends on an object. */
static inline bool policy_has_object(const struct policy_row *row)
{
	static const char *const names[] = {"{slug}", "{service}", "{doctor}",
		"{patient}", "{visit}", "{hold}", "{token}"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strstr(row->target, names[i]) ||
			(row->body && strstr(row->body, names[i])))
			return true;
	return false;
}

#endif
