#include "core/messages.h"

#include "core/data.h"

static bool load_scenarios(
	struct arena *a, struct scenarios *out, struct err *e)
{
	struct buf b;

	buf_init(&b, a, TEMPLATE_BYTES_MAX);
	for (const struct data_file *f = data_scenarios; f->name; f++)
		buf_text(&b, f->text);
	return buf_done(&b, e) && scenarios_load(b.p, b.n, a, out, e);
}

static bool load_templates(
	struct arena *a, struct templates *out, struct err *e)
{
	const struct template **all;
	size_t n = 0;

	while (data_templates[n].name)
		n++;
	all = arena_new(a, const struct template *, n);
	for (size_t i = 0; i < n; i++)
		if (!template_load(data_templates[i].name,
			    data_templates[i].text,
			    strlen(data_templates[i].text), a, &all[i], e))
			return false;
	*out = (struct templates){all, n};
	return true;
}

bool messages_load(struct arena *a, struct messages *out, struct err *e)
{
	struct messages m;

	if (!load_scenarios(a, &m.scenarios, e) ||
		!load_templates(a, &m.templates, e))
		return false;
	for (size_t i = 0; i < m.scenarios.n; i++)
		if (!template_find(&m.templates, m.scenarios.all[i].template))
			return err_set(e, ERR_INVALID,
				"scenario %s: no template %s",
				m.scenarios.all[i].name,
				m.scenarios.all[i].template);
	*out = m;
	return true;
}
