#include "lang/when_rule.h"

#include "lang/when_match.h"

enum { RULES_MAX = 192, SET_WORDS = RULES_MAX / 64 };

/* A bit a rule, in the order of the table. */
struct rule_set {
	uint64_t bit[SET_WORDS];
};

/* Compiled form: a set an element. */

struct compiled {
	const struct when_rule *source;
	struct when_set set[WHEN_ELEMENTS_MAX];
	bool is_optional[WHEN_ELEMENTS_MAX];
	int n;
};

struct when_rules {
	size_t n;
	struct compiled rule[RULES_MAX];
	struct rule_set
		begin[WHEN_CLASS_COUNT]; /* rules by their first class */
};

static int class_named(struct str name)
{
	static const char *const names[] = {
#define WHEN_NAME(name) #name,
		WHEN_CLASSES(WHEN_NAME)
#undef WHEN_NAME
	};

	int i = 0;

	while (i < WHEN_CLASS_COUNT && !str_equal(name, names[i]))
		i++;
	BUG_ON(i == WHEN_CLASS_COUNT); /* a pattern names no class of ours */
	return i;
}

static void compile(const char *pattern, struct compiled *c)
{
	struct str rest = str_of(pattern);

	while (rest.n) {
		struct str element = str_split(&rest, ' ');

		BUG_ON(c->n == WHEN_ELEMENTS_MAX);
		if (element.p[element.n - 1] == '?') {
			c->is_optional[c->n] = true;
			element.n--;
		}
		while (element.n)
			when_set_add(&c->set[c->n],
				class_named(str_split(&element, '|')));
		c->n++;
	}
}

/* Notes by which classes of an atom the rule `i` can begin. */
static void note_begin(struct when_rules *r, size_t i)
{
	const struct compiled *c = &r->rule[i];

	for (int el = 0; el < c->n; el++) {
		for (int class = 0; class < WHEN_CLASS_COUNT; class ++)
			if (when_set_has(c->set[el], class))
				r->begin[class].bit[i / 64] |= UINT64_C(1)
							       << i % 64;
		if (!c->is_optional[el])
			return;
	}
}

static void add_table(struct when_rules *r, const struct when_rule *table)
{
	for (; table->pattern; table++) {
		BUG_ON(r->n == RULES_MAX);
		r->rule[r->n].source = table;
		compile(table->pattern, &r->rule[r->n]);
		note_begin(r, r->n++);
	}
}

const struct when_rules *when_rules_open(struct arena *a)
{
	struct when_rules *r = arena_new(a, struct when_rules, 1);

	add_table(r, when_day_rules);
	add_table(r, when_clock_rules);
	return r;
}

/* Returns the atoms taken by one rule at `atom` (`n` left), 0 if none. */
static size_t try_rule(const struct compiled *c, const struct when_atom *atom,
	size_t n, struct match *m)
{
	size_t took = 0;

	for (int i = 0; i < c->n; i++) {
		m->el[i] = NULL;
		if (took < n && when_set_meets(atom[took].classes, c->set[i]))
			m->el[i] = &atom[took++];
		else if (!c->is_optional[i])
			return 0;
	}
	for (int i = c->n; i < WHEN_ELEMENTS_MAX; i++)
		m->el[i] = NULL;
	return took;
}

static bool says_nothing(const struct said *s)
{
	return !s->day.has && !s->clock.has && !s->has_moment;
}

static struct rule_set beginning(
	const struct when_rules *r, const struct when_atom *atom)
{
	struct rule_set set = {{0}};

	for (int half = 0; half < 2; half++) {
		uint64_t bits = atom->classes.bit[half];

		for (int class = half * 64; bits; class ++, bits >>= 1)
			for (int i = 0; bits & 1 && i < SET_WORDS; i++)
				set.bit[i] |= r->begin[class].bit[i];
	}
	return set;
}

/* One rule; more than `best` atoms taken change *out. */
static size_t improve(const struct compiled *c, const struct when_atom *atom,
	size_t n, size_t best, struct said *out)
{
	struct match m;
	struct said s;
	size_t took = try_rule(c, atom, n, &m);

	if (took <= best)
		return best;
	m.arg = c->source->arg;
	s = (struct said){.bare = -1};
	c->source->action(&m, &s);
	if (says_nothing(&s))
		return best;
	*out = s;
	return took;
}

size_t when_rule_match(const struct when_rules *r, const struct when_atom *atom,
	size_t n, size_t at, struct said *out)
{
	struct rule_set set = beginning(r, &atom[at]);
	size_t best = 0;

	for (size_t word = 0; word < SET_WORDS; word++)
		for (size_t i = word * 64; set.bit[word]; i++) {
			if (set.bit[word] & 1)
				best = improve(&r->rule[i], atom + at, n - at,
					best, out);
			set.bit[word] >>= 1;
		}
	out->first = at;
	out->last = at + best - 1;
	return best;
}
