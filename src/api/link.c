/*
 * The pages behind the links in messages.  GET only shows (previews of
 * messengers open links); POST acts and leads back to GET, so that a reload
 * does nothing twice.
 */
#include "api/link_page.h"
#include "api/routes.h"
#include "app/catalogue.h"
#include "app/messenger.h"
#include "base/civil.h"
#include "core/wording.h"

enum { TIMES_MAX = 40 };

/* What a POST has to say on the page that follows. */
enum note {
	NOTE_NONE,
	NOTE_CONFIRMED,
	NOTE_MOVED,
	NOTE_CANCELLED,
	NOTE_TAKEN,
	NOTE_BUSY,
	NOTE_LATE,
	NOTES /* how many */
};

static const struct {
	const char *name, *text;
	bool is_warning;
} notes[NOTES] = {
	[NOTE_NONE] = {"", "", false},
	[NOTE_CONFIRMED] = {"confirmed", "Спасибо, мы вас ждём!", false},
	[NOTE_MOVED] = {"moved", "Запись перенесена.", false},
	[NOTE_CANCELLED] = {"cancelled", "Готово, запись отменена.", false},
	[NOTE_TAKEN] = {"taken",
		"Это время только что заняли. Выберите, пожалуйста, другое.",
		true},
	[NOTE_BUSY] = {"busy",
		"На это время у вас уже есть другая запись. Выберите, "
		"пожалуйста, другое.",
		true},
	[NOTE_LATE] = {"late",
		"Так поступить с этой записью уже нельзя. Вот как она "
		"выглядит сейчас.",
		true},
};

/* Messengers add parameters of their own; what is not ours is passed over. */
static const char *asked(const struct call *c, const char *name)
{
	const char *text;
	struct err e;

	return http_query_text(c->request, name, "", &text, &e) ? text : "";
}

static enum note asked_note(const struct call *c)
{
	const char *name = asked(c, "note");

	for (int i = NOTE_NONE + 1; i < NOTES; i++)
		if (strcmp(name, notes[i].name) == 0)
			return (enum note)i;
	return NOTE_NONE;
}

/* A page kept open since must not say what is no longer so. */
static bool is_true_still(enum note note, const struct visit *v)
{
	switch (note) {
	case NOTE_CONFIRMED:
		return v->state == VISIT_CONFIRMED;
	case NOTE_MOVED:
		return v->moved_at > 0 && v->state == VISIT_BOOKED;
	case NOTE_CANCELLED:
		return v->state == VISIT_CANCELLED;
	case NOTE_NONE:
	case NOTE_TAKEN:
	case NOTE_BUSY:
	case NOTE_LATE:
	case NOTES:
		break;
	}
	return true;
}

static const char *moved_text(
	const struct call *c, const struct link_view *v, const char *otherwise)
{
	const char *now =
		wording_start(v->zone, v->visit.start_at, c->now, false, c->a);
	int64_t was_at;
	struct err e;

	if (!http_query_int(
		    c->request, "was", 1, CIVIL_UNIX_MAX, 0, &was_at, &e) ||
		was_at == 0)
		return otherwise;
	return arena_print(c->a, "Приём перенесён: было %s, теперь %s.",
		wording_start(v->zone, was_at, c->now, false, c->a), now);
}

static void put_note(
	struct link_page *p, const struct call *c, const struct link_view *v)
{
	enum note note = asked_note(c);

	if (!is_true_still(note, &v->visit))
		return;
	p->note = notes[note].text;
	p->is_warning = notes[note].is_warning;
	if (note == NOTE_MOVED)
		p->note = moved_text(c, v, p->note);
}

static bool reply(struct call *c, int status, const char *name,
	const struct link_page *p, struct err *e)
{
	return page_reply(c->reply, c->a, status, link_page_parts, name,
		link_page_fields, p, e);
}

/*
 * Whoever comes with a link that is over finds the clinic all the same; a
 * clinic that is not there stays an error.
 */
static bool reply_gone(struct call *c, struct err *e)
{
	struct link_page p = {
		.heading = "Ссылка больше не действует",
		.lead = "Она открывается до следующего дня после приёма. "
			"Позвоните нам, и мы поможем с записью.",
	};
	const struct catalogue *cat;

	if (e->kind != ERR_NOT_FOUND ||
		!app_catalogue_named(
			c, http_param(c->request, "clinic"), &cat, e))
		return false;
	link_page_clinic(&p, &cat->clinic, c->a);
	return reply(c, 404, "gone", &p, e);
}

/* The question that stands in place of the visit, if it may be asked. */
static bool put_question(struct link_page *p, struct call *c,
	const struct link_view *v, struct err *e)
{
	const char *ask = asked(c, "ask");
	const struct slot *slot;
	size_t n;

	p->is_moving = v->can_move && strcmp(ask, "move") == 0;
	p->is_cancelling = v->can_cancel && strcmp(ask, "cancel") == 0;
	p->is_whole = !p->is_moving && !p->is_cancelling;
	if (p->is_cancelling)
		p->heading = "Отменить запись?";
	if (!p->is_moving)
		return true;
	p->heading = "Когда вам удобно?";
	if (!app_link_times(c, v, TIMES_MAX, &slot, &n, e))
		return false;
	link_page_times(p, c, v, slot, n);
	return true;
}

static bool get_link(struct call *c, struct err *e)
{
	struct link_page p = {.path = c->request->path};
	struct link_view v;

	if (!app_link_open(c, http_param(c->request, "clinic"),
		    http_param(c->request, "token"), &v, e))
		return reply_gone(c, e);
	link_page_visit(&p, c, &v);
	put_note(&p, c, &v);
	return put_question(&p, c, &v, e) && reply(c, 200, "visit", &p, e);
}

struct act_in {
	int action;
	const char *start;
};

static const char *const action_words[] = {
	"confirm", "cancel", "move", "telegram", NULL};
enum { ACTION_TELEGRAM = 3 }; /* the others are events of the visit */
static const struct {
	enum visit_event event;
	enum note note;
	enum visit_state done; /* nothing is left to do; VISIT_STATES: none */
} actions[] = {
	{VISIT_CONFIRM, NOTE_CONFIRMED, VISIT_CONFIRMED},
	{VISIT_CANCEL, NOTE_CANCELLED, VISIT_CANCELLED},
	{VISIT_MOVE, NOTE_MOVED, VISIT_STATES},
};

static const struct form_field act_fields[] = {
	FORM_WORD(struct act_in, action, action_words, FORM_REQUIRED),
	FORM_TEXT(struct act_in, start, 0, 80, 0),
	{0},
};

/* An instant and, behind a comma, the doctor; none: the visit's own. */
static bool read_start(
	const char *text, int64_t *start_at, int64_t *doctor_id, struct err *e)
{
	struct str rest = str_of(text);
	char instant[CIVIL_TEXT_BYTES];
	struct str first = str_split(&rest, ',');

	if (first.n >= sizeof(instant))
		return err_field(e, ERR_INVALID, "start", "not an instant");
	memcpy(instant, first.p, first.n);
	instant[first.n] = '\0';
	*doctor_id = 0;
	return civil_read_instant(instant, "start", start_at, e) &&
	       (!rest.p || text_to_int(rest, 1, INT64_MAX, doctor_id) ||
		       err_field(e, ERR_INVALID, "start", "not a doctor"));
}

static bool go_back(struct call *c, const char *ask, enum note note,
	int64_t was_at, struct err *e)
{
	const char *path = arena_print(
		c->a, "%s?%snote=%s", c->request->path, ask, notes[note].name);

	if (was_at > 0)
		path = arena_print(
			c->a, "%s&was=%lld", path, (long long)was_at);
	return http_reply_redirect(c->reply, path, e);
}

/* What stood in the way is told on the page. */
static bool refuse(struct call *c, struct err *e)
{
	if (e->kind == ERR_NOT_FOUND)
		return reply_gone(c, e);
	if (e->kind != ERR_CONFLICT && e->kind != ERR_DENIED)
		return false;
	if (strcmp(e->field, "start") == 0)
		return go_back(c, "ask=move&", NOTE_TAKEN, 0, e);
	if (strcmp(e->field, "patient") == 0)
		return go_back(c, "ask=move&", NOTE_BUSY, 0, e);
	return go_back(c, "", NOTE_LATE, 0, e);
}

/* The link into the messenger is shown, not followed: it is good once, and he
 * learns what to press there. */
static bool show_telegram(
	struct call *c, const struct link_view *v, struct err *e)
{
	struct link_page p = {.path = c->request->path};

	link_page_visit(&p, c, v);
	if (!p.can_join)
		return go_back(c, "", NOTE_LATE, 0, e);
	if (!app_messenger_invite_holder(c, p.slug, &p.join_url, e))
		return false;
	p.is_whole = false;
	p.is_joining = true;
	p.heading = "Напоминания в Telegram";
	return reply(c, 200, "visit", &p, e);
}

static bool post_link(struct call *c, struct err *e)
{
	const char *clinic = http_param(c->request, "clinic");
	const char *token = http_param(c->request, "token");
	struct act_in in = {0};
	struct link_view before, after;
	int64_t start_at = 0, doctor_id = 0, was_at = 0;

	if (!form_read(c->request, act_fields, &in, e))
		return false;
	if (in.action != ACTION_TELEGRAM &&
		actions[in.action].event == VISIT_MOVE &&
		!read_start(in.start ? in.start : "", &start_at, &doctor_id, e))
		return false;
	if (!app_link_open(c, clinic, token, &before, e))
		return refuse(c, e);
	if (in.action == ACTION_TELEGRAM)
		return show_telegram(c, &before, e);
	/* A button pressed twice. */
	if (before.visit.state == actions[in.action].done)
		return go_back(c, "", actions[in.action].note, 0, e);
	if (!app_link_act(c, clinic, token, actions[in.action].event, start_at,
		    doctor_id, &after, e))
		return refuse(c, e);
	if (after.visit.start_at != before.visit.start_at)
		was_at = before.visit.start_at;
	return go_back(c, "", actions[in.action].note, was_at, e);
}

static bool get_notice(struct call *c, struct err *e)
{
	struct link_page p = {
		.heading = "О персональных данных", .is_notice = true};
	const struct catalogue *cat;

	if (!app_catalogue_named(c, http_param(c->request, "clinic"), &cat, e))
		return false;
	link_page_clinic(&p, &cat->clinic, c->a);
	p.version = cat->clinic.notice_version;
	link_page_text(&p, cat->clinic.notice, c->a);
	return reply(c, 200, "notice", &p, e);
}

const struct route link_routes[] = {
	ROUTE(GET, "/{clinic}/v/{token}", MAY_ALL, LIMIT_READ, get_link,
		.is_by_token = true),
	ROUTE(POST, "/{clinic}/v/{token}", MAY_ALL, LIMIT_BOOKING, post_link,
		.in = act_fields, .is_by_token = true),
	ROUTE(GET, "/{clinic}/notice", MAY_ALL, LIMIT_READ, get_notice),
	{0},
};
