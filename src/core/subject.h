#ifndef CORE_SUBJECT_H
#define CORE_SUBJECT_H
/*
 * core/subject - what of the clinic a patient talks about: which service,
 * doctor or branch, or which complaint that leads to one.
 */
#include "core/frame.h"
#include "lang/vocabulary.h"

/* The kinds of the entries of a dialogue's vocabulary. */
enum subject_kind {
	SUBJECT_SERVICE, /* id: service */
	SUBJECT_PROFESSION, /* id: the service that «к терапевту» means */
	SUBJECT_DOCTOR,  /* id: resource */
	SUBJECT_BRANCH,  /* id: branch */
	SUBJECT_SYMPTOM, /* id: the service that suits; 0: none here */
	SUBJECT_PHRASE,  /* id: enum script_phrase */
	SUBJECT_ABSENT,  /* id: a speciality that the clinic has not */
	SUBJECT_KINDS    /* how many */
};

/*
 * Makes the words of a catalogue and a script ready, in `a`.  Belongs to that
 * snapshot of the catalogue.
 */
const struct vocabulary *subject_vocabulary(const struct script *s,
	const struct catalogue *c, const struct lang *lang, struct arena *a);

enum { SUBJECT_OPTIONS_MAX = 5 };

/* What a turn names; 0 or NULL: nothing. */
struct subject {
	int64_t service_id, doctor_id, branch_id;
	/* «узи» may be several services; then service_id is 0. */
	int64_t option[SUBJECT_OPTIONS_MAX];
	size_t options_n;
	int64_t not_doctor_id; /* «не к Петровой» */
	bool has_symptom;
	int64_t symptom_service_id; /* 0: nobody here treats it */
	bool is_absent;             /* a speciality that the clinic has not */
	bool phrase[PHRASES];
};

/* Sums up the mentions of a turn; the best of each kind counts. */
void subject_of(const struct understanding *said, struct subject *out);

/*
 * Where a turn names nothing, but tells a complaint: the service of the
 * specialist for it, of the general practitioner where he is not here.
 */
void subject_lead(const struct catalogue *c, const struct understanding *said,
	struct subject *out);

/* Takes the subject into the frame: a doctor brings his service, a service
 * drops a doctor who does not do it.  True if anything changed. */
bool subject_take(
	const struct catalogue *c, const struct subject *s, struct frame *f);

/* The first-visit service of a doctor, else any of his; 0: none. */
int64_t subject_service_of(const struct catalogue *c, int64_t doctor_id);
/* How many doctors do a service; `doctor_id` not counted. */
size_t subject_doctors_n(
	const struct catalogue *c, int64_t service_id, int64_t doctor_id);
bool subject_does(
	const struct catalogue *c, int64_t doctor_id, int64_t service_id);

#endif
