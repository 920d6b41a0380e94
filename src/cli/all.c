#include "cli/cli.h"

const struct command cli_all[] = {
	{"audit", cli_audit, "verify the audit log; note its ends"},
	{"slots", cli_slots, "search bookable starts in cases from stdin"},
	{0},
};
