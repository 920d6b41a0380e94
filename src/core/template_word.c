#include "core/template_word.h"

#include "core/wording.h"

enum value_kind { KIND_TEXT, KIND_PERSON, KIND_PROFESSION, KIND_MOMENT, KINDS };

static const struct {
	const char *name;
	enum value_kind kind;
	bool tells; /* what the visit is for */
} variables[TEMPLATE_VARIABLES] = {
	[VARIABLE_PATIENT] = {"patient", KIND_TEXT, false},
	[VARIABLE_POLITE] = {"polite", KIND_TEXT, false},
	[VARIABLE_DOCTOR] = {"doctor", KIND_PERSON, true},
	[VARIABLE_PROFESSION] = {"profession", KIND_PROFESSION, true},
	[VARIABLE_SERVICE] = {"service", KIND_TEXT, true},
	[VARIABLE_CLINIC] = {"clinic", KIND_TEXT, false},
	[VARIABLE_BRANCH] = {"branch", KIND_TEXT, false},
	[VARIABLE_ADDRESS] = {"address", KIND_TEXT, false},
	[VARIABLE_WAY] = {"way", KIND_TEXT, false},
	[VARIABLE_PHONE] = {"phone", KIND_TEXT, false},
	[VARIABLE_START] = {"start", KIND_MOMENT, false},
	[VARIABLE_WAS] = {"was", KIND_MOMENT, false},
	[VARIABLE_PREPARATION] = {"preparation", KIND_TEXT, true},
	[VARIABLE_PRICE] = {"price", KIND_TEXT, true},
	[VARIABLE_LINK] = {"link", KIND_TEXT, false},
};

static const struct {
	const char *name;
	enum value_kind kind;
} looks[TEMPLATE_LOOKS] = {
	[LOOK_PLAIN] = {"", KINDS},
	[LOOK_DATE] = {"date", KIND_MOMENT},
	[LOOK_DAY] = {"day", KIND_MOMENT},
	[LOOK_TIME] = {"time", KIND_MOMENT},
	[LOOK_TITLED] = {"titled", KIND_PROFESSION},
	[LOOK_SENTENCE] = {"sentence", KIND_TEXT},
};

bool template_variable_read(struct str name, enum template_variable *out)
{
	for (int i = 0; i < TEMPLATE_VARIABLES; i++)
		if (str_equal(name, variables[i].name)) {
			*out = (enum template_variable)i;
			return true;
		}
	return false;
}

const char *template_variable_name(enum template_variable v)
{
	return variables[v].name;
}

bool template_variable_tells(enum template_variable v)
{
	return variables[v].tells;
}

static bool read_filter(struct str name, struct template_use *use)
{
	enum value_kind kind = variables[use->variable].kind;
	bool is_inflected = kind == KIND_PERSON || kind == KIND_PROFESSION;

	if (is_inflected && decline_case(name, &use->grammar))
		return true;
	for (int i = LOOK_PLAIN + 1; i < TEMPLATE_LOOKS; i++)
		if (str_equal(name, looks[i].name) && looks[i].kind == kind &&
			use->look == LOOK_PLAIN) {
			use->look = (enum template_look)i;
			return true;
		}
	return false;
}

bool template_use_read(struct str inside, struct template_use *out)
{
	struct template_use use = {0};

	if (!template_variable_read(str_split(&inside, '|'), &use.variable))
		return false;
	while (inside.p)
		if (!read_filter(str_split(&inside, '|'), &use))
			return false;
	if (variables[use.variable].kind == KIND_MOMENT &&
		use.look == LOOK_PLAIN)
		return false; /* how a moment is to be said is never obvious */
	*out = use;
	return true;
}

static bool has_text(const char *text)
{
	return text != NULL && text[0] != '\0';
}

bool template_has(
	const struct template_values *v, enum template_variable variable)
{
	if (variable == VARIABLE_PATIENT)
		return has_text(v->patient.first);
	if (variable == VARIABLE_POLITE)
		return has_text(v->patient.first) &&
		       has_text(v->patient.middle);
	if (variable == VARIABLE_DOCTOR)
		return has_text(v->doctor.last);
	if (variable == VARIABLE_START)
		return v->start_at != 0;
	if (variable == VARIABLE_WAS)
		return v->was_at != 0;
	if (variable == VARIABLE_PRICE)
		return v->price_kop > 0;
	return has_text(v->text[variable]);
}

/* «Иван Иванович» to whom we know by patronymic, else «Анна». */
static const char *addressed(const struct template_values *v, struct arena *a)
{
	if (v->is_english || !template_has(v, VARIABLE_POLITE))
		return v->patient.first;
	return arena_print(a, "%s %s", v->patient.first, v->patient.middle);
}

static const char *initial(const char *name, struct arena *a)
{
	const char *p = name;

	if (!has_text(name))
		return "";
	text_next(&p, name + strlen(name));
	return arena_print(a, "%.*s.", (int)(p - name), name);
}

/* «Иванову А. А.»: a blank, and a no-break space between the initials. */
static const char *short_name(const struct template_values *v,
	enum grammar_case grammar, struct arena *a)
{
	const char *last = v->doctor.last;
	const char *first = initial(v->doctor.first, a);
	const char *middle = initial(v->doctor.middle, a);
	enum sex sex = v->doctor_sex;

	if (sex == SEX_UNKNOWN)
		sex = name_sex(NAME_LAST, last);
	if (!v->is_english && sex != SEX_UNKNOWN)
		last = decline_name(NAME_LAST, last, sex, grammar, a);
	return arena_print(a, "%s%s%s%s%s", last, first[0] ? " " : "", first,
		middle[0] ? "\xc2\xa0" : "", middle);
}

/* Only a physician is «врач-…»; a psychologist or a masseur is not. */
static bool is_physician(const char *profession)
{
	static const char *const ends[] = {"лог", "терапевт", "хирург", "иатр",
		"окулист", "ортопед", "акушер", "гинеколог"};
	static const char *const others[] = {
		"психолог", "дефектолог", "косметолог", "биолог", "подолог"};
	size_t n = strlen(profession);

	if (strchr(profession, ' ') || strchr(profession, '-'))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (strcmp(profession, others[i]) == 0)
			return false;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end_n = strlen(ends[i]);

		if (n >= end_n && strcmp(profession + n - end_n, ends[i]) == 0)
			return true;
	}
	return false;
}

static const char *profession(const struct template_values *v,
	struct template_use use, struct arena *a)
{
	const char *text = v->text[VARIABLE_PROFESSION];

	if (use.look == LOOK_TITLED && is_physician(text))
		text = arena_print(a, "врач-%s", text);
	return decline_profession(text, use.grammar, a);
}

/* What is said of a day depends on the day on which it is read. */
static const char *day(
	const struct template_values *v, int64_t when, struct arena *a)
{
	const char *name = wording_relative(
		when, zone_day(v->zone, v->now), v->is_english);

	return name ? name : wording_date(when, v->is_english, a);
}

static const char *moment(const struct template_values *v,
	struct template_use use, struct arena *a)
{
	int64_t at = use.variable == VARIABLE_WAS ? v->was_at : v->start_at;

	if (use.look == LOOK_TIME)
		return wording_clock(v->zone, at, a);
	if (use.look == LOOK_DAY)
		return day(v, zone_day(v->zone, at), a);
	return wording_date(zone_day(v->zone, at), v->is_english, a);
}

static const char *sentence(const char *text, struct arena *a)
{
	size_t n = strlen(text);

	return n > 0 && strchr(".!?", text[n - 1])
		       ? text
		       : arena_print(a, "%s.", text);
}

const char *template_word(const struct template_values *v,
	struct template_use use, struct arena *a)
{
	if (use.variable == VARIABLE_PATIENT)
		return addressed(v, a);
	if (use.variable == VARIABLE_POLITE)
		return v->patient.middle;
	if (use.variable == VARIABLE_DOCTOR)
		return short_name(v, use.grammar, a);
	if (use.variable == VARIABLE_PROFESSION)
		return profession(v, use, a);
	if (use.variable == VARIABLE_PRICE)
		return wording_money(v->price_kop, a);
	if (use.variable == VARIABLE_PHONE)
		return wording_phone(v->text[VARIABLE_PHONE], a);
	if (variables[use.variable].kind == KIND_MOMENT)
		return moment(v, use, a);
	if (use.look == LOOK_SENTENCE)
		return sentence(v->text[use.variable], a);
	return v->text[use.variable];
}
