#include "core/frame.h"

#include <string.h>

enum { FRAME_VERSION = 1 };

void frame_init(struct frame *f)
{
	*f = (struct frame){
		.last = "",
		.first = "",
		.middle = "",
		.phone = "",
		.landline = "",
		.complaint = "",
		.age = -1,
	};
}

void frame_next(struct frame *f)
{
	f->question = FILL_NOTHING;
	f->service_id = f->doctor_id = f->branch_id = 0;
	f->refused_n = 0;
	f->complaint = "";
	f->wish = (struct wish){0};
	f->offers_n = 0;
	f->was_offered = f->has_chosen = false;
	f->hold_id = 0;
	f->moving_id = f->cancelling_id = 0;
	f->missed_n = 0;
}

const struct frame_visit *frame_visit(const struct frame *f, int64_t id)
{
	for (size_t i = 0; i < f->visits_n; i++)
		if (f->visit[i].id == id)
			return &f->visit[i];
	return NULL;
}

void frame_drop_visit(struct frame *f, int64_t id)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->visits_n; i++)
		if (f->visit[i].id != id)
			f->visit[kept++] = f->visit[i];
	f->visits_n = kept;
}

void frame_add_visit(struct frame *f, const struct frame_visit *visit)
{
	struct frame_visit one = *visit; /* may lie in the list itself */

	frame_drop_visit(f, one.id);
	if (f->visits_n == FRAME_VISITS_MAX)
		frame_drop_visit(f, f->visit[0].id);
	f->visit[f->visits_n++] = one;
}

bool frame_has_refused(const struct frame *f, int64_t doctor_id)
{
	for (size_t i = 0; i < f->refused_n; i++)
		if (f->refused[i] == doctor_id)
			return true;
	return false;
}

void frame_refuse(struct frame *f, int64_t doctor_id)
{
	if (doctor_id == 0 || frame_has_refused(f, doctor_id))
		return;
	if (f->refused_n == FRAME_REFUSED_MAX)
		memmove(f->refused, f->refused + 1,
			--f->refused_n * sizeof(f->refused[0]));
	f->refused[f->refused_n++] = doctor_id;
	if (f->doctor_id == doctor_id)
		f->doctor_id = 0;
}

/* One row a member: the JSON of a frame and the struct cannot part. */
enum member_type { MEMBER_TEXT, MEMBER_BOOL, MEMBER_INT, MEMBER_ID };
struct member {
	const char *key;
	enum member_type type;
	size_t offset;
	int64_t min, max; /* MEMBER_INT */
};
#define MEMBER(struct_name, name, type, ...)                                   \
	{                                                                      \
#name, (type), offsetof(struct struct_name, name), __VA_ARGS__ \
	}

static const struct member frame_members[] = {
	MEMBER(frame, last, MEMBER_TEXT),
	MEMBER(frame, first, MEMBER_TEXT),
	MEMBER(frame, middle, MEMBER_TEXT),
	MEMBER(frame, phone, MEMBER_TEXT),
	MEMBER(frame, landline, MEMBER_TEXT),
	MEMBER(frame, is_landline_fine, MEMBER_BOOL),
	MEMBER(frame, is_phone_refused, MEMBER_BOOL),
	MEMBER(frame, age, MEMBER_INT, -1, 150),
	MEMBER(frame, service_id, MEMBER_ID),
	MEMBER(frame, doctor_id, MEMBER_ID),
	MEMBER(frame, branch_id, MEMBER_ID),
	MEMBER(frame, complaint, MEMBER_TEXT),
	MEMBER(frame, was_offered, MEMBER_BOOL),
	MEMBER(frame, has_chosen, MEMBER_BOOL),
	MEMBER(frame, hold_id, MEMBER_ID),
	MEMBER(frame, moving_id, MEMBER_ID),
	MEMBER(frame, cancelling_id, MEMBER_ID),
	MEMBER(frame, wants_cancel, MEMBER_BOOL),
	MEMBER(frame, missed_n, MEMBER_INT, 0, 1000),
	MEMBER(frame, is_handed, MEMBER_BOOL),
	MEMBER(frame, is_alarm, MEMBER_BOOL),
	MEMBER(frame, has_greeted, MEMBER_BOOL),
	{0},
};

static const struct member wish_members[] = {
	MEMBER(wish, has_day, MEMBER_BOOL),
	MEMBER(wish, day_first, MEMBER_ID),
	MEMBER(wish, day_last, MEMBER_ID),
	MEMBER(wish, has_clock, MEMBER_BOOL),
	MEMBER(wish, clock_from, MEMBER_INT, 0, 1440),
	MEMBER(wish, clock_to, MEMBER_INT, 0, 1440),
	MEMBER(wish, is_day_guessed, MEMBER_BOOL),
	MEMBER(wish, is_any, MEMBER_BOOL),
	{0},
};

static const struct member offer_members[] = {
	MEMBER(offer, start_at, MEMBER_ID),
	MEMBER(offer, end_at, MEMBER_ID),
	MEMBER(offer, doctor_id, MEMBER_ID),
	MEMBER(offer, branch_id, MEMBER_ID),
	MEMBER(offer, price_kop, MEMBER_ID),
	{0},
};

static const struct member visit_members[] = {
	MEMBER(frame_visit, id, MEMBER_ID),
	MEMBER(frame_visit, service_id, MEMBER_ID),
	{0},
};

static void put_members(
	struct json_out *w, const struct member *m, const void *from)
{
	for (; m->key != NULL; m++) {
		const char *at = (const char *)from + m->offset;

		switch (m->type) {
		case MEMBER_TEXT:
			json_put_text(w, m->key, *(const char *const *)at);
			break;
		case MEMBER_BOOL:
			json_put_bool(w, m->key, *(const bool *)at);
			break;
		case MEMBER_INT:
			json_put_int(w, m->key, *(const int *)at);
			break;
		case MEMBER_ID:
			json_put_int(w, m->key, *(const int64_t *)at);
			break;
		}
	}
}

static bool get_member(
	const struct json *j, const struct member *m, char *at, struct err *e)
{
	int64_t i;

	switch (m->type) {
	case MEMBER_TEXT:
		return json_get_text(j, m->key, "", (const char **)at, e);
	case MEMBER_BOOL:
		return json_get_bool(j, m->key, false, (bool *)at, e);
	case MEMBER_INT:
		if (!json_get_int(j, m->key, m->min, m->max, 0, &i, e))
			return false;
		*(int *)at = (int)i;
		return true;
	case MEMBER_ID:
		return json_get_int(
			j, m->key, INT64_MIN, INT64_MAX, 0, (int64_t *)at, e);
	}
	return false;
}

static bool get_members(
	const struct json *j, const struct member *m, void *to, struct err *e)
{
	for (; m->key != NULL; m++)
		if (!get_member(j, m, (char *)to + m->offset, e))
			return false;
	return true;
}

static void put_object(struct json_out *w, const char *key,
	const struct member *m, const void *from)
{
	json_open(w, key, '{');
	put_members(w, m, from);
	json_close(w, '}');
}

void frame_write(const struct frame *f, struct json_out *w)
{
	json_open(w, NULL, '{');
	json_put_int(w, "version", FRAME_VERSION);
	json_put_text(w, "question", script_fill_name(f->question));
	json_put_text(w, "sex", sex_name(f->sex));
	json_put_text(w, "asked", intent_name(f->asked));
	put_members(w, frame_members, f);
	put_object(w, "wish", wish_members, &f->wish);
	json_open(w, "refused", '[');
	for (size_t i = 0; i < f->refused_n; i++)
		json_put_int(w, NULL, f->refused[i]);
	json_close(w, ']');
	json_open(w, "offers", '[');
	for (size_t i = 0; i < f->offers_n; i++)
		put_object(w, NULL, offer_members, &f->offer[i]);
	json_close(w, ']');
	json_open(w, "visits", '[');
	for (size_t i = 0; i < f->visits_n; i++) {
		json_open(w, NULL, '{');
		put_members(w, visit_members, &f->visit[i]);
		put_object(w, "at", offer_members, &f->visit[i].at);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

/* The list under `key`, with at most `max` members. */
static bool get_list(const struct json *j, const char *key, size_t max,
	const struct json **list, size_t *n, struct err *e)
{
	if (!json_get_list(j, key, list, n, e))
		return false;
	return *n <= max ? true : err_set(e, ERR_INVALID, "%s: too many", key);
}

static bool read_lists(const struct json *j, struct frame *f, struct err *e)
{
	const struct json *list;

	if (!get_list(j, "refused", FRAME_REFUSED_MAX, &list, &f->refused_n, e))
		return false;
	for (size_t i = 0; i < f->refused_n; i++)
		f->refused[i] = list[i].i;
	if (!get_list(j, "offers", FRAME_OFFERS_MAX, &list, &f->offers_n, e))
		return false;
	for (size_t i = 0; i < f->offers_n; i++)
		if (!get_members(&list[i], offer_members, &f->offer[i], e))
			return false;
	if (!get_list(j, "visits", FRAME_VISITS_MAX, &list, &f->visits_n, e))
		return false;
	for (size_t i = 0; i < f->visits_n; i++) {
		const struct json *at = json_get(&list[i], "at");

		if (!get_members(&list[i], visit_members, &f->visit[i], e) ||
			!get_members(at, offer_members, &f->visit[i].at, e))
			return false;
	}
	return true;
}

static bool read_all(struct arena *a, const char *p, size_t n, struct frame *f,
	struct err *e)
{
	const struct json *j;
	const char *question, *sex, *asked;
	int64_t version;

	if (!json_parse(a, p, n, &j, e) ||
		!json_get_int(j, "version", 1, FRAME_VERSION, 0, &version, e) ||
		!json_get_text(j, "question", "", &question, e) ||
		!json_get_text(j, "sex", "", &sex, e) ||
		!json_get_text(j, "asked", "", &asked, e) ||
		!get_members(j, frame_members, f, e) ||
		!get_members(json_get(j, "wish"), wish_members, &f->wish, e))
		return false;
	if (version == 0)
		return err_set(e, ERR_INVALID, "frame: no version");
	f->question = script_fill_named(question);
	f->sex = sex_named(sex);
	f->asked = intent_named(asked);
	return read_lists(j, f, e);
}

bool frame_read(struct arena *a, const char *p, size_t n, struct frame *out,
	struct err *e)
{
	struct frame f;
	struct err inner;

	frame_init(&f);
	if (!read_all(a, p, n, &f, &inner))
		return err_set(e, ERR_INTERNAL, "frame: %.100s", inner.text);
	*out = f;
	return true;
}
