#include "cli/cli.h"

const struct command cli_all[] = {
	{"audit", cli_audit, "verify the audit log; note its ends"},
	{"chat", cli_chat, "talk with a clinic as a patient does"},
	{"clinic", cli_clinic, "add a clinic from a file"},
	{"docs", cli_docs, "write openapi.json, routes.md or config.md"},
	{"lang", cli_lang, "Russian as a filter: dates, phones, names, cases"},
	{"patient", cli_patient, "erase a patient"},
	{"rehearse", cli_rehearse, "play dialogue files against the clinic"},
	{"serve", cli_serve, "answer patients, book, remind"},
	{"learn", cli_learn, "train a classifier of texts"},
	{"slots", cli_slots, "search bookable starts in cases from stdin"},
	{"staff", cli_staff, "add an employee"},
	{0},
};
