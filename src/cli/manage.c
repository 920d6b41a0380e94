/*
 * zabota clinic add, zabota staff add: what a new installation begins with;
 * zabota patient erase.
 */
#include "app/app.h"
#include "app/erase.h"
#include "app/home.h"
#include "app/seed.h"
#include "app/staff.h"
#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/cli.h"
#include "os/clock.h"
#include "os/file.h"

enum { PASSWORD_LINE_MAX = 256 };

const char cli_clinic_usage[] =
	"usage: zabota clinic add [--data DIR] [--db ADDRESS] FILE\n"
	"\n"
	"Makes a clinic from a file: branches, doctors, rooms, services, "
	"hours,\n"
	"in the form of data/demo/clinic.json.  Nothing is stored if anything "
	"in\n"
	"it is wrong.\n";

const char cli_staff_usage[] =
	"usage: zabota staff add [--data DIR] [--db ADDRESS]\n"
	"       --clinic NAME --login LOGIN --role ROLE --name NAME\n"
	"\n"
	"Adds an employee.  The password, 8 to 200 bytes, is read as one line\n"
	"from standard input.  ROLE is owner, administrator, doctor, marketer "
	"or\n"
	"auditor; NAME of a clinic is the one in its addresses.\n";

const char cli_patient_usage[] =
	"usage: zabota patient erase [--data DIR] [--db ADDRESS] --clinic "
	"NAME\n"
	"       (--phone NUMBER | --id N) --yes\n"
	"\n"
	"Forgets a patient for ever: cancels his visits ahead, takes back what "
	"was\n"
	"to be sent to him, and destroys his key, so that his name, numbers "
	"and "
	"texts\n"
	"cannot be read in any copy of the data.  Copies of keys.db must not "
	"outlive\n"
	"their term; a server destroys the key again if one brings it back.  "
	"The\n"
	"line it prints belongs into the act of destruction.  NUMBER begins "
	"with +.\n";

struct options {
	struct home_options home;
	const char *clinic, *login, *role, *name;
	const char *phone, *id;
	bool is_sure;
	const char *file;
};

static bool read_options(int argc, char **argv, struct options *o)
{
	const struct cli_option rows[] = {
		{"--data", &o->home.folder},
		{"--db", &o->home.address},
		{"--clinic", &o->clinic},
		{"--login", &o->login},
		{"--role", &o->role},
		{"--name", &o->name},
		{"--phone", &o->phone},
		{"--id", &o->id},
		{0},
	};

	for (int i = 0; i < argc; i++) {
		if (cli_take_option(rows, argc, argv, &i))
			continue;
		if (strcmp(argv[i], "--yes") == 0) {
			o->is_sure = true;
			continue;
		}
		if (i + 1 < argc || argv[i][0] == '-')
			return false;
		o->file = argv[i];
	}
	return true;
}

static int failed(const struct err *e)
{
	fprintf(stderr, "zabota: %s%s%s\n", e->field, *e->field ? ": " : "",
		e->text);
	return CLI_FAILED;
}

typedef bool work_fn(struct call *c, const struct options *o, struct err *e);

static bool work_on_store(struct home *home, const struct options *o,
	work_fn *work, struct err *e)
{
	struct arena a;
	struct app app;
	struct store s;
	bool ok;

	if (!store_init(&s, home->storage, e))
		return false;
	arena_init(&a);
	app_init(&app, &(struct app_parts){.storage = home->storage,
			       .keys = home->keys,
			       .base_url = ""});
	struct call c = app_call(&app, &s, &a, clock_now(), app_system());

	ok = work(&c, o, e);
	app_release(&app);
	arena_release(&a);
	store_release(&s);
	return ok;
}

static int run(const struct options *o, work_fn *work)
{
	struct home home;
	struct err e;
	bool ok;

	if (!home_init(&home, &o->home, clock_now(), &e))
		return failed(&e);
	ok = work_on_store(&home, o, work, &e);
	home_release(&home);
	return ok ? cli_close_output(CLI_DONE) : failed(&e);
}

static bool add_clinic(struct call *c, const struct options *o, struct err *e)
{
	struct seed_options options = {.seed = (uint64_t)c->now};
	const char *text;
	int64_t id;
	size_t n;

	if (!file_read(o->file, JSON_IN_BYTES_MAX, c->a, &text, &n, e) ||
		!app_seed_clinic(c, text, n, &options, &id, e))
		return false;
	puts("The clinic stands. Next: zabota staff add, zabota serve.");
	return true;
}

static bool read_password(char to[PASSWORD_LINE_MAX], struct err *e)
{
	if (!fgets(to, PASSWORD_LINE_MAX, stdin))
		return err_field(e, ERR_INVALID, "password",
			"give it as a line on standard input");
	to[strcspn(to, "\r\n")] = '\0';
	return true;
}

static bool add_staff(struct call *c, const struct options *o, struct err *e)
{
	char password[PASSWORD_LINE_MAX];
	struct staff_request in = {.clinic = o->clinic,
		.login = o->login,
		.name = o->name,
		.role = role_named(o->role),
		.password = password};
	int64_t id;

	if (!read_password(password, e) || !app_staff_add(c, &in, &id, e))
		return false;
	printf("%s may sign in.\n", o->login);
	return true;
}

static bool erase_patient(
	struct call *c, const struct options *o, struct err *e)
{
	struct erase_request in = {.clinic = o->clinic, .phone = o->phone};
	char at[CIVIL_TEXT_BYTES];
	struct erasure done;

	if (o->id && !text_to_int(str_of(o->id), 1, INT64_MAX, &in.patient_id))
		return err_field(e, ERR_INVALID, "id", "not a number");
	if (!o->is_sure)
		return err_field(e, ERR_INVALID, "yes",
			"this cannot be undone: say --yes");
	if (!app_erase(c, &in, &done, e))
		return false;
	printf("%s patient %lld of %s: erased; key destroyed, %d visits "
	       "cancelled, %d messages taken back\n",
		civil_write_utc(at, c->now), (long long)done.patient_id,
		o->clinic, done.visits_n, done.messages_n);
	return true;
}

static bool is_clinic(const struct options *o)
{
	return o->file != NULL;
}

static bool is_staff(const struct options *o)
{
	return o->clinic && o->login && o->role && o->name && !o->file;
}

static bool is_patient(const struct options *o)
{
	return o->clinic && !o->phone != !o->id && !o->file;
}

static const struct job {
	const char *verb, *usage;
	bool may_make;
	bool (*is_complete)(const struct options *o);
	work_fn *work;
} clinic_job = {"add", cli_clinic_usage, true, is_clinic, add_clinic},
  staff_job = {"add", cli_staff_usage, true, is_staff, add_staff},
  patient_job = {"erase", cli_patient_usage, false, is_patient, erase_patient};

static int manage(int argc, char **argv, const struct job *job)
{
	struct options o = {
		.home = {.folder = "data", .may_make = job->may_make}};

	if (argc > 2 && strcmp(argv[1], job->verb) == 0 &&
		read_options(argc - 2, argv + 2, &o) && job->is_complete(&o))
		return run(&o, job->work);
	fputs(job->usage, stderr);
	return CLI_BAD_USAGE;
}

int cli_clinic(int argc, char **argv)
{
	return manage(argc, argv, &clinic_job);
}

int cli_staff(int argc, char **argv)
{
	return manage(argc, argv, &staff_job);
}

int cli_patient(int argc, char **argv)
{
	return manage(argc, argv, &patient_job);
}
