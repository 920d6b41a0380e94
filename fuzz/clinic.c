/*
 * fuzz/clinic - a clinic file of any bytes: refused, or no row points outside
 * of the lists.
 */
#include "app/clinic_file.h"
#include "fuzz/target.h"

static void check(const struct clinic_file *f)
{
	const struct catalogue *c = &f->catalogue;
	int branches = (int)c->branches_n, resources = (int)c->resources_n;

	for (int i = 0; i < resources; i++)
		BUG_ON(c->resources[i].branch < 0 ||
			c->resources[i].branch >= branches);
	for (size_t i = 0; i < c->services_n; i++)
		for (size_t k = 0; k < c->services[i].resources_n; k++) {
			int at = c->services[i].resources[k].resource;

			BUG_ON(at < 0 || at >= resources);
		}
	for (size_t i = 0; i < c->closed_n; i++)
		BUG_ON(c->closed[i].branch < -1 ||
			c->closed[i].branch >= branches);
	for (size_t i = 0; i < f->always_n; i++)
		BUG_ON(f->always[i].resource < 0 ||
			f->always[i].resource >= resources);
	BUG_ON(!f->answers || f->next_id < 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct clinic_file f;
	struct err e = {.kind = ERR_NONE};

	if (clinic_file_read(&a, (const char *)bytes, n, 1, &f, &e))
		check(&f);
	else
		BUG_ON(e.kind == ERR_NONE);
	arena_reset(&a);
	return 0;
}
