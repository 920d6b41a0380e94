#include "api/policy.h"

#include "test/check.h"

/*
 * Every door at a glance: a row a policy, a column a principal; `+` may,
 * `l` must sign in first, `-` may not.
 */
static void test_every_door(void)
{
	static const struct principal who[] = {
		{.kind = PRINCIPAL_VISITOR},
		{.kind = PRINCIPAL_VISITOR, .id = 1},
		{.kind = PRINCIPAL_PATIENT_LINK},
		{.kind = PRINCIPAL_PATIENT_CODE},
		{.kind = PRINCIPAL_MACHINE},
		{.kind = PRINCIPAL_SYSTEM},
		{.kind = PRINCIPAL_STAFF, .role = ROLE_NONE},
		{.kind = PRINCIPAL_STAFF, .role = ROLE_OWNER},
		{.kind = PRINCIPAL_STAFF, .role = ROLE_ADMINISTRATOR},
		{.kind = PRINCIPAL_STAFF, .role = ROLE_DOCTOR},
		{.kind = PRINCIPAL_STAFF, .role = ROLE_MARKETER},
		{.kind = PRINCIPAL_STAFF, .role = ROLE_AUDITOR},
	};
	static const struct {
		const char *name;
		/* visitor, with a session; patient by link, by code; machine,
		 * system; staff of no role, owner, administrator, doctor,
		 * marketer, auditor */
		const char *may;
	} rows[POLICIES] = {
		[MAY_NOBODY] = {"nobody", "ll----------"},
		[MAY_ALL] = {"all", "+++++--+++++"},
		[MAY_BOOK] = {"book", "l+++---+++--"},
		[MAY_PATIENT] = {"patient", "ll++--------"},
		[MAY_STAFF] = {"staff", "ll-----+++++"},
		[MAY_DESK] = {"desk", "ll-----+++--"},
		[MAY_MANAGE] = {"manage", "ll-----++---"},
		[MAY_REPORT] = {"report", "ll-----++-+-"},
		[MAY_AUDIT] = {"audit", "ll-----+---+"},
		[MAY_HOOK] = {"hook", "++----------"},
		[MAY_CONNECT] = {"connect", "ll--+-------"},
	};

	for (int p = 0; p < POLICIES; p++) {
		CHECK_TEXT(policy_name((enum policy)p), rows[p].name);
		CHECK_ROW(strlen(rows[p].may) == ARRAY_LEN(who), p);
		for (size_t i = 0; i < ARRAY_LEN(who); i++) {
			struct err e = {0};
			bool ok = policy_admits((enum policy)p, &who[i], &e);
			char got = ok ? '+' : e.kind == ERR_LOGIN ? 'l' : '-';

			CHECK_ROW(got == rows[p].may[i], p * 100 + (int)i);
			CHECK_ROW(ok || e.kind == ERR_LOGIN ||
					  e.kind == ERR_DENIED,
				p * 100 + (int)i);
		}
	}
}

TEST_MAIN(test_every_door)
