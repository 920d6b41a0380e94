#include "core/subject.h"

#include <string.h>

#include "base/text.h"
#include "lang/decline.h"

struct entries {
	struct vocabulary_entry *entry;
	size_t n, room;
};

static void add(struct entries *to, enum subject_kind kind, int64_t id,
	const char *name)
{
	if (to->n < to->room && name != NULL && name[0] != '\0')
		to->entry[to->n++] =
			(struct vocabulary_entry){(int)kind, id, name};
}

/* The service that stands for a profession: its first visit, else its first. */
static int64_t service_for(const struct catalogue *c, const char *profession)
{
	int64_t any = 0;

	for (size_t i = 0; i < c->services_n; i++) {
		const struct service *s = &c->services[i];

		if (strcmp(s->profession, profession) != 0)
			continue;
		if (s->is_first_visit)
			return s->id;
		if (any == 0)
			any = s->id;
	}
	return any;
}

static void add_services(
	struct entries *to, const struct catalogue *c, struct arena *a)
{
	for (size_t i = 0; i < c->services_n; i++) {
		const struct service *s = &c->services[i];
		struct str rest = str_of(s->synonyms), one;

		add(to, SUBJECT_SERVICE, s->id, s->name);
		if (s->is_first_visit)
			add(to, SUBJECT_PROFESSION, s->id, s->profession);
		while (rest.p != NULL && rest.n > 0) {
			one = str_trim(str_split(&rest, ','));
			add(to, SUBJECT_SERVICE, s->id,
				arena_copy(a, one.p, one.n));
		}
	}
}

/* A man's surname has another stem in the nominative: Иванов, Иванову. */
static void add_surname(
	struct entries *to, const struct resource *r, struct arena *a)
{
	for (int c = CASE_GENT; c < CASES; c++)
		add(to, SUBJECT_DOCTOR, r->id,
			decline_name(NAME_LAST, r->last, r->sex,
				(enum grammar_case)c, a));
}

static void add_doctors(
	struct entries *to, const struct catalogue *c, struct arena *a)
{
	for (size_t i = 0; i < c->resources_n; i++) {
		const struct resource *r = &c->resources[i];

		if (r->kind != RESOURCE_DOCTOR)
			continue;
		add(to, SUBJECT_DOCTOR, r->id,
			arena_print(
				a, "%s %s %s", r->last, r->first, r->middle));
		add_surname(to, r, a);
	}
	for (size_t i = 0; i < c->branches_n; i++) {
		add(to, SUBJECT_BRANCH, c->branches[i].id, c->branches[i].name);
		add(to, SUBJECT_BRANCH, c->branches[i].id,
			c->branches[i].address);
	}
}

/* A complaint leads to the first of its specialities that is here. */
static void add_symptoms(
	struct entries *to, const struct script *s, const struct catalogue *c)
{
	for (size_t i = 0; i < s->symptoms_n; i++) {
		int64_t service_id = 0;

		for (size_t p = 0;
			p < s->symptom[i].professions_n && service_id == 0; p++)
			service_id =
				service_for(c, s->symptom[i].profession[p]);
		for (size_t n = 0; n < s->symptom[i].words_n; n++)
			add(to, SUBJECT_SYMPTOM, service_id,
				s->symptom[i].word[n]);
	}
	for (size_t i = 0; i < s->specialities.n; i++)
		if (service_for(c, s->specialities.word[i]) == 0)
			add(to, SUBJECT_ABSENT, (int64_t)i + 1,
				s->specialities.word[i]);
	for (int i = 0; i < PHRASES; i++)
		for (size_t n = 0; n < s->phrase[i].n; n++)
			add(to, SUBJECT_PHRASE, i, s->phrase[i].word[n]);
}

static size_t commas(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == ',';
	return n;
}

/* An upper bound of what the adders above add. */
static size_t entries_max(const struct script *s, const struct catalogue *c)
{
	size_t n = CASES * c->resources_n + 2 * c->branches_n +
		   3 * c->services_n + s->specialities.n;

	for (size_t i = 0; i < c->services_n; i++)
		n += commas(c->services[i].synonyms);
	for (size_t i = 0; i < s->symptoms_n; i++)
		n += s->symptom[i].words_n;
	for (int i = 0; i < PHRASES; i++)
		n += s->phrase[i].n;
	return n;
}

const struct vocabulary *subject_vocabulary(const struct script *s,
	const struct catalogue *c, const struct lang *lang, struct arena *a)
{
	struct entries to = {.room = entries_max(s, c)};

	to.entry = arena_new(a, struct vocabulary_entry, to.room);
	add_services(&to, c, a);
	add_doctors(&to, c, a);
	add_symptoms(&to, s, c);
	return vocabulary_open(a, lang, to.entry, to.n);
}

/* Part of a phrase or of a complaint is another thing altogether. */
static bool counts(const struct mention *m)
{
	switch ((enum subject_kind)m->kind) {
	case SUBJECT_SYMPTOM:
	case SUBJECT_PHRASE:
	case SUBJECT_BRANCH:
	case SUBJECT_ABSENT:
		return m->score >= 80;
	case SUBJECT_SERVICE:
		return m->score >= 45; /* half of its words */
	case SUBJECT_PROFESSION:
	case SUBJECT_DOCTOR:
	case SUBJECT_KINDS:
		break;
	}
	return m->score > 0;
}

/* Part of a service's name counts less than a whole profession. */
enum { PART_LESS = 10 };

struct best {
	int service, doctor, branch; /* scores so far */
};

static void take_better(int score, int64_t id, int *best, int64_t *to)
{
	if (score > *best) {
		*best = score;
		*to = id;
	}
}

/* The best service so far, or all that are as good. */
static void take_service_name(
	int score, int64_t id, int *best, struct subject *out)
{
	if (score < *best)
		return;
	if (score > *best)
		out->options_n = 0;
	*best = score;
	for (size_t i = 0; i < out->options_n; i++)
		if (out->option[i] == id)
			return;
	if (out->options_n < SUBJECT_OPTIONS_MAX)
		out->option[out->options_n++] = id;
}

static void sum_up(
	const struct mention *m, struct best *best, struct subject *out)
{
	switch ((enum subject_kind)m->kind) {
	case SUBJECT_SERVICE:
		if (!m->is_negated)
			take_service_name(
				m->score - (m->score < 100 ? PART_LESS : 0),
				m->id, &best->service, out);
		break;
	case SUBJECT_PROFESSION:
		/* «терапевт» is the first visit rather than a part of the
		 * name of some other service. */
		if (!m->is_negated)
			take_service_name(
				m->score + 1, m->id, &best->service, out);
		break;
	case SUBJECT_DOCTOR:
		if (m->is_negated)
			out->not_doctor_id = m->id;
		else
			take_better(m->score, m->id, &best->doctor,
				&out->doctor_id);
		break;
	case SUBJECT_BRANCH:
		if (!m->is_negated)
			take_better(m->score, m->id, &best->branch,
				&out->branch_id);
		break;
	case SUBJECT_SYMPTOM:
		if (m->is_negated)
			break;
		if (!out->has_symptom || out->symptom_service_id == 0)
			out->symptom_service_id = m->id;
		out->has_symptom = true;
		break;
	case SUBJECT_PHRASE:
		out->phrase[m->id] = true;
		break;
	case SUBJECT_ABSENT:
		out->is_absent |= !m->is_negated;
		break;
	case SUBJECT_KINDS:
		break;
	}
}

/* «привет» is no typo of a service. */
static bool is_greeting(
	const struct understanding *said, const struct mention *m)
{
	for (size_t i = 0; i < said->intents_n; i++)
		if (said->intent[i].intent == INTENT_GREETING &&
			m->begin >= said->intent[i].begin &&
			m->end <= said->intent[i].end)
			return true;
	return false;
}

void subject_of(const struct understanding *said, struct subject *out)
{
	struct best best = {0, 0, 0};

	*out = (struct subject){0};
	for (size_t i = 0; i < said->mentions_n; i++)
		if (counts(&said->mention[i]) &&
			!is_greeting(said, &said->mention[i]))
			sum_up(&said->mention[i], &best, out);
	if (out->options_n == 1) {
		out->service_id = out->option[0];
		out->options_n = 0;
	}
}

void subject_lead(const struct catalogue *c, const struct understanding *said,
	struct subject *out)
{
	static const char general[] = "терапевт";
	int64_t id;

	if (said->specialist == NULL || out->service_id != 0 ||
		out->doctor_id != 0 || out->options_n != 0 ||
		out->has_symptom || out->is_absent)
		return;
	id = service_for(c, said->specialist);
	if (id == 0)
		id = service_for(c, general);
	out->has_symptom = id != 0;
	out->symptom_service_id = id;
}

bool subject_does(
	const struct catalogue *c, int64_t doctor_id, int64_t service_id)
{
	int at = catalogue_service(c, service_id);
	int doctor = catalogue_resource(c, doctor_id);

	if (at < 0 || doctor < 0)
		return false;
	for (size_t i = 0; i < c->services[at].resources_n; i++)
		if (c->services[at].resources[i].resource == doctor)
			return true;
	return false;
}

size_t subject_doctors_n(
	const struct catalogue *c, int64_t service_id, int64_t doctor_id)
{
	int at = catalogue_service(c, service_id);
	size_t n = 0;

	for (size_t i = 0; at >= 0 && i < c->services[at].resources_n; i++) {
		const struct resource *r =
			&c->resources[c->services[at].resources[i].resource];

		n += r->kind == RESOURCE_DOCTOR && r->id != doctor_id;
	}
	return n;
}

int64_t subject_service_of(const struct catalogue *c, int64_t doctor_id)
{
	int64_t any = 0;

	for (size_t i = 0; i < c->services_n; i++) {
		if (!subject_does(c, doctor_id, c->services[i].id))
			continue;
		if (c->services[i].is_first_visit)
			return c->services[i].id;
		if (any == 0)
			any = c->services[i].id;
	}
	return any;
}

static bool take_doctor(
	const struct catalogue *c, int64_t doctor_id, struct frame *f)
{
	if (doctor_id == 0 || doctor_id == f->doctor_id)
		return false;
	f->doctor_id = doctor_id;
	if (!subject_does(c, doctor_id, f->service_id))
		f->service_id = subject_service_of(c, doctor_id);
	return true;
}

static bool take_service(
	const struct catalogue *c, int64_t service_id, struct frame *f)
{
	if (service_id == 0 || service_id == f->service_id)
		return false;
	f->service_id = service_id;
	f->refused_n = 0;
	if (!subject_does(c, f->doctor_id, service_id))
		f->doctor_id = 0;
	return true;
}

bool subject_take(
	const struct catalogue *c, const struct subject *s, struct frame *f)
{
	bool has_changed = false;

	has_changed |= take_service(c, s->service_id, f);
	if (s->service_id == 0 && s->doctor_id == 0 && s->has_symptom)
		has_changed |= take_service(c, s->symptom_service_id, f);
	/* «к терапевту Иванову», who is a dentist: the service counts. */
	if (s->service_id == 0 || subject_does(c, s->doctor_id, f->service_id))
		has_changed |= take_doctor(c, s->doctor_id, f);
	if (s->not_doctor_id != 0 && !frame_has_refused(f, s->not_doctor_id)) {
		frame_refuse(f, s->not_doctor_id);
		has_changed = true;
	}
	if (s->branch_id != 0 && s->branch_id != f->branch_id) {
		f->branch_id = s->branch_id;
		has_changed = true;
	}
	return has_changed;
}
