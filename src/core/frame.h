#ifndef CORE_FRAME_H
#define CORE_FRAME_H
/*
 * core/frame - what a dialogue knows so far: the patient, the subject, the
 * wish, the times offered, the visits booked in it.  It is the whole state of
 * a dialogue between two turns; app seals it and stores it.
 *
 * Things of the catalogue are kept by id, since a catalogue may change between
 * two turns; a thing that is gone reads as not chosen.
 */
#include "base/json.h"
#include "core/catalogue.h"
#include "core/script.h"

enum {
	FRAME_OFFERS_MAX = 2,     /* times in one question */
	FRAME_VISITS_MAX = 8,     /* of one dialogue; the oldest is forgotten */
	FRAME_REFUSED_MAX = 6,    /* doctors the patient does not want */
	FRAME_COMPLAINT_MAX = 400 /* bytes kept of «болит зуб» */
};

/* A bookable time, as offered. */
struct offer {
	int64_t start_at, end_at; /* unix s UTC */
	int64_t doctor_id, branch_id;
	int64_t price_kop;
};

/* When the patient wants to come; days are civil days of the clinic. */
struct wish {
	bool has_day;
	int64_t day_first, day_last; /* inclusive */
	/* Minutes of the local day; `clock_to` exclusive; both the same: at
	 * that very minute. */
	bool has_clock;
	int clock_from, clock_to;
	bool is_day_guessed; /* the day offered, since no other was named */
	bool is_any; /* «любое», «как можно скорее» */
};

/* What the next search is to find, beside the wish. */
enum frame_seek {
	SEEK_WISH,
	SEEK_EARLIER,   /* nearest before seek_at: «раньше нет?» */
	SEEK_LATER,     /* after seek_at: «попозже» */
	SEEK_OTHER,     /* not the times just offered */
	SEEK_OTHER_DAY, /* behind the day of seek_at */
};

/* A visit booked in this dialogue. */
struct frame_visit {
	int64_t id;
	int64_t service_id;
	struct offer at;
};

struct frame {
	enum script_fill question; /* what was asked last */

	const char *last, *first, *middle; /* nominative; "" unknown */
	enum sex sex;
	const char *phone; /* E.164; "" unknown */
	bool is_landline_fine;
	const char *landline;  /* a number without SMS, until it is meant */
	bool is_phone_refused; /* explained once */
	int age;               /* years; -1 unknown */

	int64_t service_id, doctor_id, branch_id; /* 0: not chosen */
	int64_t refused[FRAME_REFUSED_MAX];       /* doctors */
	size_t refused_n;
	const char *complaint;

	struct wish wish;
	struct offer offer[FRAME_OFFERS_MAX];
	size_t offers_n;
	bool was_offered; /* times were shown for this booking */
	bool has_chosen;  /* offer[0] is wanted; what is missing is asked */
	int64_t hold_id;  /* the visit that keeps it; 0: none */

	struct frame_visit visit[FRAME_VISITS_MAX];
	size_t visits_n;
	int64_t moving_id;     /* a visit of `visit`; 0: booking */
	int64_t cancelling_id; /* really cancel this one? */
	bool wants_cancel;     /* FILL_WHICH: to cancel, else to move */

	enum intent asked; /* a question just answered: «а ЭКГ?» repeats it */
	int missed_n;      /* turns in a row that were not understood */
	bool is_handed;   /* a person was called */
	bool is_alarm;    /* the last word was 103 */
	bool has_greeted; /* the patient's greeting was returned */

	/* Within one turn only; not written. */
	enum frame_seek seek;
	int64_t seek_at;
	const char *lead; /* said before the next offer or question; NULL */
};

/* The beginning of a dialogue: nothing known, nothing asked. */
void frame_init(struct frame *f);

/* Forgets the wish and the offers, and keeps who the patient is and the visits
 * booked: ready for another booking. */
void frame_next(struct frame *f);

/* The booked visit with that id, or NULL. */
const struct frame_visit *frame_visit(const struct frame *f, int64_t id);
void frame_add_visit(struct frame *f, const struct frame_visit *visit);
void frame_drop_visit(struct frame *f, int64_t id);

bool frame_has_refused(const struct frame *f, int64_t doctor_id);
void frame_refuse(struct frame *f, int64_t doctor_id);

/* Writes the state as versioned JSON. */
void frame_write(const struct frame *f, struct json_out *w);

/*
 * Reads what frame_write wrote; texts live in `a`.  ERR_INTERNAL: it is not
 * that, or of a version that this program does not know.
 */
MUST_USE bool frame_read(struct arena *a, const char *p, size_t n,
	struct frame *out, struct err *e);

#endif
