#include "core/catalogue.h"

/* Lists are short (a network's branch has tens of rows), so a scan will do. */
int catalogue_branch(const struct catalogue *c, int64_t id)
{
	for (size_t i = 0; i < c->branches_n; i++)
		if (c->branches[i].id == id)
			return (int)i;
	return -1;
}

int catalogue_resource(const struct catalogue *c, int64_t id)
{
	for (size_t i = 0; i < c->resources_n; i++)
		if (c->resources[i].id == id)
			return (int)i;
	return -1;
}

int catalogue_service(const struct catalogue *c, int64_t id)
{
	for (size_t i = 0; i < c->services_n; i++)
		if (c->services[i].id == id)
			return (int)i;
	return -1;
}

const char *resource_kind_name(enum resource_kind kind)
{
	static const char *const names[RESOURCE_KINDS] = {
		[RESOURCE_DOCTOR] = "doctor",
		[RESOURCE_ROOM] = "room",
		[RESOURCE_DEVICE] = "device",
	};

	return names[kind];
}

static const char *const sex_names[SEXES] = {
	[SEX_UNKNOWN] = "-",
	[SEX_MALE] = "m",
	[SEX_FEMALE] = "f",
};

const char *sex_name(enum sex sex)
{
	return sex_names[sex];
}

enum sex sex_named(const char *letter)
{
	for (int i = 0; i < SEXES; i++)
		if (strcmp(letter, sex_names[i]) == 0)
			return (enum sex)i;
	return SEX_UNKNOWN;
}
