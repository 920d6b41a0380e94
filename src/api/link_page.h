#ifndef API_LINK_PAGE_H
#define API_LINK_PAGE_H
/*
 * api/link_page - what the pages behind the links in messages show: a visit, as
 * its patient may see it who holds the link and has not said who he is.
 *
 * No name and no phone of the patient; of a visit that is to be kept thin
 * (a sensitive speciality, or the clinic wants it so) neither service nor
 * doctor nor price nor preparation: whoever reads over a shoulder learns when
 * and where.
 */
#include "app/link.h"
#include "app/slots.h"
#include "http/page.h"

struct link_time {
	const char *start; /* what the form sends back: instant,doctor */
	const char *text;  /* «15:30» */
	const char *other; /* «Орлов И. П.», if not the visit's doctor */
};

struct link_day {
	const char *title; /* «В среду, 25 ноября» */
	struct link_time *times;
	size_t times_n;
};

struct link_text {
	const char *text;
};

/* What all the pages in data/pages may name. */
struct link_page {
	const char *clinic, *slug, *phone, *tel; /* head and foot */
	const char *heading, *lead;
	const char *note; /* what has just been done */
	bool is_warning;  /* ... or could not be */
	const char *path; /* of this page, for its forms */
	bool is_whole, is_moving, is_cancelling, is_joining, is_notice;
	const char *when, *day, *time;
	bool is_over; /* struck out */
	const char *service, *doctor, *profession;
	const char *address, *way, *map_url, *price, *preparation;
	bool has_acts, can_confirm, can_move, can_cancel, can_join;
	const char *join_url; /* into the messenger, good once */
	bool has_days;
	struct link_day *days;
	size_t days_n;
	const char *version; /* of the notice */
	struct link_text *paragraphs;
	size_t paragraphs_n;
};

extern const struct form_field link_page_fields[];
extern const struct http_pair link_page_parts[]; /* data/pages */

/* Head and foot. */
void link_page_clinic(
	struct link_page *p, const struct clinic *clinic, struct arena *a);
/* The visit, as it is at c->now. */
void link_page_visit(
	struct link_page *p, const struct call *c, const struct link_view *v);
/* The times to choose from, in order of time, in days of the branch. */
void link_page_times(struct link_page *p, const struct call *c,
	const struct link_view *v, const struct slot *slot, size_t n);
/* A text of several lines as paragraphs. */
void link_page_text(struct link_page *p, const char *text, struct arena *a);

#endif
