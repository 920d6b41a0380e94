#include "api/errors.h"

#include "base/json.h"

enum { BODY_BYTES_MAX = 2000 };

static const int statuses[ERR_KINDS] = {
	[ERR_INVALID] = 400,
	[ERR_NOT_FOUND] = 404,
	[ERR_CONFLICT] = 409,
	[ERR_LOGIN] = 401,
	[ERR_DENIED] = 403,
	[ERR_TOO_LARGE] = 413,
	[ERR_LIMIT] = 429,
	[ERR_UNAVAILABLE] = 503,
	[ERR_UNCERTAIN] = 502,
	[ERR_INTERNAL] = 500,
};

int errors_status(enum err_kind kind)
{
	BUG_ON(statuses[kind] == 0);
	return statuses[kind];
}

/* The first row that fits: those with a field before the kind's own. */
static const struct {
	enum err_kind kind;
	const char *field; /* NULL: any */
	const char *russian, *english;
} rows[] = {
	{ERR_INVALID, "phone",
		"Не получилось разобрать номер телефона. "
		"Пример: +7 900 123-45-67.",
		"This is not a phone number. Example: +7 900 123-45-67."},
	{ERR_INVALID, "first_name", "Напишите имя, до 100 букв.",
		"Please give a first name of up to 100 letters."},
	{ERR_INVALID, "last_name", "Проверьте фамилию: до 100 букв.",
		"Please check the last name: up to 100 letters."},
	{ERR_INVALID, "birth_date", "Такой даты рождения не бывает.",
		"There is no such date of birth."},
	{ERR_INVALID, "date", "Такой даты нет в календаре.",
		"There is no such date."},
	{ERR_INVALID, "from", "Такой даты нет в календаре.",
		"There is no such date."},
	{ERR_INVALID, "to", "Выберите от одного дня до года.",
		"Please choose one day up to a year."},
	{ERR_INVALID, "state", "Так записать состояние приёма нельзя.",
		"The visit cannot be put into that state."},
	{ERR_INVALID, "start", "Это время выбрать нельзя.",
		"This time cannot be chosen."},
	{ERR_INVALID, "text",
		"Сообщение пустое, слишком длинное или содержит "
		"недопустимые символы.",
		"The message is empty, too long or has control characters."},
	{ERR_INVALID, "client_id",
		"У сообщения нет правильного номера client_id.",
		"The message has no sound client_id."},
	{ERR_INVALID, "content_type",
		"Тело запроса должно быть JSON или обычной формой.",
		"The body must be JSON or an url-encoded form."},
	{ERR_INVALID, "method", "Этот адрес не знает такого метода.",
		"This address does not know the method."},
	{ERR_INVALID, NULL, "Запрос заполнен неправильно.",
		"The request is not filled in correctly."},
	{ERR_NOT_FOUND, "clinic", "Такой клиники нет.",
		"There is no such clinic."},
	{ERR_NOT_FOUND, "branch", "Такого филиала нет.",
		"There is no such branch."},
	{ERR_NOT_FOUND, "visit", "Такой записи нет.",
		"There is no such visit."},
	{ERR_NOT_FOUND, NULL, "Ничего не найдено по этому адресу.",
		"Nothing was found here."},
	{ERR_CONFLICT, "start", "Это время уже занято. Выберите другое.",
		"This time is taken. Please choose another."},
	{ERR_CONFLICT, "patient",
		"На это время уже есть другая запись этого пациента.",
		"The patient has another visit at this time."},
	{ERR_CONFLICT, "hold",
		"Время больше не удерживается. Выберите его снова.",
		"The time is no longer held. Please choose it again."},
	{ERR_CONFLICT, "state", "С этой записью так поступить уже нельзя.",
		"This can no longer be done with the visit."},
	{ERR_CONFLICT, NULL,
		"Данные успели измениться. Обновите страницу и повторите.",
		"The data have changed. Please reload and try again."},
	{ERR_LOGIN, NULL, "Сначала войдите.", "Please sign in first."},
	{ERR_DENIED, "csrf_token",
		"Страница устарела. Обновите её и повторите.",
		"The page is out of date. Please reload and try again."},
	{ERR_DENIED, "origin", "Запрос пришёл с чужой страницы.",
		"The request came from another site's page."},
	{ERR_DENIED, NULL, "На это действие нет прав.",
		"You have no permission for this."},
	{ERR_TOO_LARGE, NULL, "Слишком большой запрос.",
		"The request is too large."},
	{ERR_LIMIT, "phone",
		"На этот номер уже записано слишком много визитов. "
		"Позвоните в клинику.",
		"Too many visits are booked for this phone. "
		"Please call the clinic."},
	{ERR_LIMIT, NULL, "Слишком много запросов. Попробуйте чуть позже.",
		"Too many requests. Please try a little later."},
	{ERR_UNAVAILABLE, "disk",
		"Сервер сейчас ничего не может сохранить: нет места на диске. "
		"Позвоните в клинику.",
		"The server can store nothing at the moment: its disk is full. "
		"Please call the clinic."},
	{ERR_UNAVAILABLE, NULL,
		"Сервис временно занят. Попробуйте через минуту.",
		"The service is busy. Please try again in a minute."},
	{ERR_UNCERTAIN, NULL,
		"Не удалось узнать, выполнено ли действие. "
		"Проверьте, прежде чем повторять.",
		"It is not known whether this was done. "
		"Please check before trying again."},
	{ERR_INTERNAL, NULL, "Внутренняя ошибка. Мы уже знаем о ней.",
		"Internal error. We have been told."},
};

const char *errors_text(const struct err *e, bool is_english)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].kind == e->kind &&
			(!rows[i].field ||
				strcmp(rows[i].field, e->field) == 0))
			return is_english ? rows[i].english : rows[i].russian;
	return "";
}

static void reply_json(struct http_reply *reply, struct arena *a,
	const char *text, const struct err *e)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, a, BODY_BYTES_MAX);
	json_open(&w, NULL, '{');
	json_open(&w, "error", '{');
	json_put_text(&w, "kind", err_name(e->kind));
	json_put_text(&w, "field", e->field);
	json_put_text(&w, "text", text);
	json_close(&w, '}');
	json_close(&w, '}');
	http_reply_json(reply, errors_status(e->kind), &b);
}

void errors_reply(struct http_reply *reply, const struct http_request *req,
	bool is_english, const struct err *e)
{
	const char *text = errors_text(e, is_english);

	if (strncmp(req->path, "/api/", 5) == 0)
		reply_json(reply, req->a, text, e);
	else
		http_reply_text(reply, errors_status(e->kind), text);
}
