/*
 * fuzz/form - a body of any bytes, JSON or urlencoded by its first byte:
 * refused, naming a reason, or every field is within its bounds.
 */
#include "http/form.h"
#include "fuzz/target.h"

struct inner {
	int64_t price;
};
static const struct form_field inner_fields[] = {
	FORM_INT(struct inner, price, 0, 1000, FORM_REQUIRED),
	{0},
};

struct sample {
	const char *phone;
	int64_t age, id;
	bool has_consent;
	int kind;
	struct inner inner;
	const struct inner *rows;
	size_t rows_n;
};
static const char *const kinds[] = {"new", "old", NULL};
static const struct form_field sample_fields[] = {
	FORM_TEXT(struct sample, phone, 0, 30, 0),
	FORM_INT(struct sample, age, 0, 150, 0),
	FORM_ID(struct sample, id, 0),
	FORM_BOOL(struct sample, has_consent, 0),
	FORM_WORD(struct sample, kind, kinds, 0),
	FORM_OBJECT(struct sample, inner, inner_fields),
	FORM_LIST(struct sample, rows, inner_fields),
	{0},
};

static void check(const struct sample *s)
{
	BUG_ON(s->phone &&
		(strlen(s->phone) > 30 || !target_is_sound(s->phone)));
	BUG_ON(s->age < 0 || s->age > 150 || s->id < 0 || s->kind > 1);
	BUG_ON(s->inner.price < 0 || s->inner.price > 1000);
	for (size_t i = 0; i < s->rows_n; i++)
		BUG_ON(s->rows[i].price < 0 || s->rows[i].price > 1000);
}

static void split(struct arena *a, const char *p, size_t n)
{
	struct http_pair *pairs;
	size_t pairs_n;
	struct err e;

	if (!form_split(p, n, 64, a, &pairs, &pairs_n, &e))
		return;
	for (size_t i = 0; i < pairs_n; i++)
		BUG_ON(!target_is_sound(pairs[i].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const types[] = {
		"application/json", "application/x-www-form-urlencoded"};
	static struct arena a;
	struct sample s = {0};
	struct http_pair header = {.name = "Content-Type"};
	struct http_request req = {
		.a = &a, .headers = &header, .headers_n = 1, .query = ""};
	struct err e = {.kind = ERR_NONE};

	if (n == 0)
		return 0;
	header.value = types[bytes[0] % 2];
	req.body = arena_copy(&a, bytes + 1, n - 1);
	req.body_n = n - 1;
	if (form_read(&req, sample_fields, &s, &e))
		check(&s);
	else
		BUG_ON(e.kind == ERR_NONE);
	if (bytes[0] % 2)
		split(&a, req.body, req.body_n);
	arena_reset(&a);
	return 0;
}
