#include "app/password.h"

#include "os/crypto.h"
#include "os/thread.h"

struct password_gate {
	struct mutex lock;
	struct condition free_again;
	int at_once, waiting;
};

struct password_gate *password_gate_open(void)
{
	struct password_gate *gate = calloc(1, sizeof(*gate));

	if (gate == NULL)
		base_no_memory();
	mutex_init(&gate->lock);
	condition_init(&gate->free_again);
	return gate;
}

void password_gate_close(struct password_gate *gate)
{
	if (gate == NULL)
		return;
	condition_release(&gate->free_again);
	mutex_release(&gate->lock);
	free(gate);
}

static bool enter(struct password_gate *gate, struct err *e)
{
	bool ok;

	mutex_lock(&gate->lock);
	ok = gate->waiting < PASSWORD_WAITING_MAX;
	if (ok) {
		gate->waiting++;
		while (gate->at_once == PASSWORD_AT_ONCE_MAX)
			condition_wait(&gate->free_again, &gate->lock);
		gate->waiting--;
		gate->at_once++;
	}
	mutex_unlock(&gate->lock);
	return ok || err_set(e, ERR_LIMIT, "sign-in: too many wait");
}

static void leave(struct password_gate *gate)
{
	mutex_lock(&gate->lock);
	gate->at_once--;
	condition_wake_one(&gate->free_again);
	mutex_unlock(&gate->lock);
}

/* Hashing takes as long as checking. */
static bool spend_the_time(const char *password, struct err *e)
{
	char hash[CRYPTO_PASSWORD_SIZE];

	return crypto_password_hash(password, hash, e);
}

bool password_check(struct password_gate *gate, const char *stored,
	const char *password, bool *matches, struct err *e)
{
	bool ok = true, yes = false;

	if (!enter(gate, e))
		return false;
	if (stored == NULL || *stored == '\0')
		ok = spend_the_time(password, e);
	else
		yes = crypto_password_matches(stored, password);
	leave(gate);
	if (ok)
		*matches = yes;
	return ok;
}
