#include "cli/cli.h"

const struct command cli_all[] = {
	{"audit", cli_audit, "verify the audit log; note its ends",
		cli_audit_usage},
	{"chat", cli_chat, "talk with a clinic as a patient does",
		cli_chat_usage},
	{"clinic", cli_clinic, "add a clinic from a file", cli_clinic_usage},
	{"docs", cli_docs, "write openapi.json, routes.md or config.md",
		cli_docs_usage},
	{"lang", cli_lang, "Russian as a filter: dates, phones, names, cases",
		cli_lang_usage},
	{"patient", cli_patient, "erase a patient", cli_patient_usage},
	{"rehearse", cli_rehearse, "play dialogue files against the clinic",
		cli_rehearse_usage},
	{"serve", cli_serve, "answer patients, book, remind", cli_serve_usage},
	{"learn", cli_learn, "train a classifier of texts", cli_learn_usage},
	{"slots", cli_slots, "search bookable starts in cases from stdin",
		cli_slots_usage},
	{"staff", cli_staff, "add an employee", cli_staff_usage},
	{0},
};
