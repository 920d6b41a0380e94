#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H
/*
 * core/catalogue - what one clinic offers: branches, services, doctors, rooms
 * and devices, as read from the store.  Nothing personal of patients.
 *
 * A catalogue is an immutable snapshot: store builds it whole, slot search,
 * dialogue and templates read it.  Lists are sorted by `position`, then id.
 * Pointers between rows are indices into the lists (-1: none).
 */
#include "base/arena.h"
#include "base/err.h"
#include "lang/name.h" /* enum sex */

enum resource_kind {
	RESOURCE_DOCTOR,
	RESOURCE_ROOM,
	RESOURCE_DEVICE,
	RESOURCE_KINDS /* how many */
};

struct clinic {
	int64_t id;
	const char *slug;  /* in addresses: "zdorovie"; [a-z0-9-] */
	const char *name;  /* «Клиника «Здоровье»» */
	const char *phone; /* E.164, shown to patients */
	bool is_thin;      /* thin texts everywhere */
	const char *notice_version; /* of the notice on personal data */
	const char *notice;         /* its text */
	const char *offer_version;  /* contract that names the channels */
};

struct branch {
	int64_t id;
	const char *name;    /* «на Здоровья, 5» */
	const char *address; /* «ул. Здоровья, 5» */
	const char *way;     /* how to get there, one or two sentences */
	const char *map_url;
	const char *zone;  /* IANA */
	const char *phone; /* E.164 */
};

/* Minutes of a wall-clock day, 0 to 1440; day 0 is Sunday. */
struct weekly_hours {
	int day, from_min, to_min;
};

/* Replaces the weekly hours of one date; from = to closes it. */
struct hours_override {
	const char *date; /* "2026-11-24" */
	int from_min, to_min;
};

struct span {
	int64_t from_at, to_at; /* unix s UTC, half-open */
};

struct resource {
	int64_t id;
	enum resource_kind kind;
	int branch;                        /* index */
	const char *last, *first, *middle; /* doctor's name; room: `first` */
	enum sex sex;
	const char *profession; /* «терапевт», nominative; doctors only */
	const char *about;      /* one line for patients */
	const struct weekly_hours *weekly;
	size_t weekly_n;
	const struct hours_override *overrides;
	size_t overrides_n;
	const struct span *absences;
	size_t absences_n;
};

/* A doctor (or room, device) that may serve a service. */
struct service_resource {
	int resource;      /* index */
	int duration_min;  /* 0: the service's */
	int64_t price_kop; /* kopecks; 0: the service's */
};

struct service {
	int64_t id;
	const char *name;       /* «Приём терапевта» */
	const char *profession; /* «терапевт», who does it */
	const char *synonyms;   /* words patients use, comma between */
	int duration_min, step_min;
	int buffer_before_min, buffer_after_min;
	int notice_min; /* least notice */
	int horizon_days;
	int64_t price_kop;       /* kopecks */
	const char *preparation; /* "" if none */
	int age_min, age_max;    /* years; 0: no limit */
	enum sex sex;            /* SEX_UNKNOWN: everybody */
	bool is_sensitive;       /* thin texts for this speciality */
	bool is_first_visit;     /* what «к терапевту» means */
	const struct service_resource *resources; /* of all kinds */
	size_t resources_n;
};

/* A date on which a branch (-1: the whole clinic) is closed. */
struct closed_date {
	int branch; /* index or -1 */
	const char *date;
};

struct catalogue {
	struct clinic clinic;
	const struct branch *branches;
	size_t branches_n;
	const struct resource *resources;
	size_t resources_n;
	const struct service *services;
	size_t services_n;
	const struct closed_date *closed;
	size_t closed_n;
};

/* Index of the row with that id, or -1. */
int catalogue_branch(const struct catalogue *c, int64_t id);
int catalogue_resource(const struct catalogue *c, int64_t id);
int catalogue_service(const struct catalogue *c, int64_t id);

const char *resource_kind_name(enum resource_kind kind);
const char *sex_name(enum sex sex); /* "m", "f", "-" */
/* SEX_UNKNOWN for "-" and for any other text. */
enum sex sex_named(const char *letter);

#endif
