#include "cli/cli.h"

const struct command cli_all[] = {
	{"slots", cli_slots, "search bookable starts in cases from stdin"},
	{0},
};
