#include "app/letter.h"

#include "app/app.h"
#include "app/catalogue.h"
#include "app/link.h"
#include "base/json.h"

enum { BODY_BYTES_MAX = 32768 };

/* What a press says or opens; the words are also core/reaction's. */
static const struct {
	const char *text, *send; /* NULL: opens the link */
} buttons[TEMPLATE_BUTTONS] = {
	[BUTTON_CONFIRM] = {"Подтвердить", "Подтверждаю"},
	[BUTTON_MOVE] = {"Перенести", NULL},
	[BUTTON_CANCEL] = {"Отменить", "Отменяю запись"},
};

bool app_letter_place(struct call *c, struct letter_about *about, struct err *e)
{
	int branch =
		catalogue_branch(about->catalogue, about->visit->branch_id);

	if (branch < 0)
		return err_set(e, ERR_INTERNAL,
			"letter: the visit does not fit the catalogue");
	return app_zone(
		c, &about->catalogue->branches[branch], &about->zone, e);
}

static bool fill_values(struct call *c, const struct letter_about *about,
	struct template_values *v, bool *is_thin, struct err *e)
{
	const struct catalogue *cat = about->catalogue;
	int branch = catalogue_branch(cat, about->visit->branch_id);
	int service = catalogue_service(cat, about->visit->service_id);
	int doctor = catalogue_resource(cat, about->visit->doctor_id);
	const struct resource *d;

	if (branch < 0 || service < 0 || doctor < 0)
		return err_set(e, ERR_INTERNAL,
			"letter: the visit does not fit the catalogue");
	d = &cat->resources[doctor];
	*is_thin = cat->clinic.is_thin || cat->services[service].is_sensitive;
	*v = (struct template_values){
		.zone = about->zone,
		.now = c->now,
		.patient = about->patient->person,
		.doctor = {.last = d->last,
			.first = d->first,
			.middle = d->middle},
		.doctor_sex = d->sex,
		.start_at = about->visit->start_at,
		.was_at = about->was_at,
		.price_kop = about->visit->price_kop,
	};
	v->text[VARIABLE_PROFESSION] = d->profession;
	v->text[VARIABLE_SERVICE] = cat->services[service].name;
	v->text[VARIABLE_CLINIC] = cat->clinic.name;
	v->text[VARIABLE_BRANCH] = cat->branches[branch].name;
	v->text[VARIABLE_ADDRESS] = cat->branches[branch].address;
	v->text[VARIABLE_WAY] = cat->branches[branch].way;
	v->text[VARIABLE_PHONE] = cat->clinic.phone;
	v->text[VARIABLE_PREPARATION] = cat->services[service].preparation;
	v->text[VARIABLE_LINK] = app_link_url(c, cat, about->visit->id);
	return true;
}

_Static_assert((int)TEMPLATE_BUTTONS <= (int)LETTER_BUTTONS_MAX,
	"a template's buttons fit a letter");

static void put_buttons(
	const struct template *t, const char *link, struct letter *out)
{
	enum template_button wanted[TEMPLATE_BUTTONS];

	out->buttons_n = template_buttons(t, wanted);
	for (size_t i = 0; i < out->buttons_n; i++)
		out->buttons[i] = (struct out_button){
			.text = buttons[wanted[i]].text,
			.send = buttons[wanted[i]].send,
			.url = buttons[wanted[i]].send ? NULL : link,
		};
}

bool app_letter_body(struct call *c, struct letter *l, struct err *e)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, c->a, BODY_BYTES_MAX);
	json_open(&w, NULL, '{');
	json_put_text(&w, "text", l->text);
	json_open(&w, "buttons", '[');
	for (size_t i = 0; i < l->buttons_n; i++) {
		json_open(&w, NULL, '{');
		json_put_text(&w, "text", l->buttons[i].text);
		if (l->buttons[i].gives_phone)
			json_put_bool(&w, "gives_phone", true);
		else if (l->buttons[i].send)
			json_put_text(&w, "send", l->buttons[i].send);
		else
			json_put_text(&w, "url", l->buttons[i].url);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
	l->body = b.p;
	return buf_done(&b, e);
}

static bool read_button(
	const struct json *j, struct out_button *out, struct err *e)
{
	return json_get_text(j, "text", "", &out->text, e) &&
	       json_get_text(j, "send", NULL, &out->send, e) &&
	       json_get_text(j, "url", NULL, &out->url, e) &&
	       json_get_bool(j, "gives_phone", false, &out->gives_phone, e);
}

bool app_letter_read(
	struct call *c, const char *body, struct letter *out, struct err *e)
{
	struct letter l = {.body = body};
	const struct json *j, *list;

	if (!json_parse(c->a, body, strlen(body), &j, e) ||
		!json_get_text(j, "text", "", &l.text, e) ||
		!json_get_list(j, "buttons", &list, &l.buttons_n, e))
		return false;
	if (l.buttons_n > LETTER_BUTTONS_MAX)
		return err_set(e, ERR_INTERNAL, "letter: too many buttons");
	for (size_t i = 0; i < l.buttons_n; i++)
		if (!read_button(&list[i], &l.buttons[i], e))
			return false;
	*out = l;
	return true;
}

bool app_letter_write(struct call *c, const struct template *t,
	const struct letter_about *about, const struct channel_ops *ops,
	struct letter *out, struct err *e)
{
	struct template_values v;
	struct letter l = {0};
	bool is_thin = false;

	if (!fill_values(c, about, &v, &is_thin, e) ||
		!template_write(t, is_thin ? TEMPLATE_THIN : TEMPLATE_FULL,
			TEMPLATE_TEXT, &v, ops->text_max, c->a, &l.text, e))
		return false;
	if (ops->can & CHANNEL_BUTTONS)
		put_buttons(t, v.text[VARIABLE_LINK], &l);
	if (!app_letter_body(c, &l, e))
		return false;
	*out = l;
	return true;
}
