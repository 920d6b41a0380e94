-- Who did what to whom, each row chained to the one before; see store/audit.h.
-- at is microseconds; objects are ids with commas between.

CREATE TABLE audit (
	clinic_id bigint NOT NULL,
	seq bigint NOT NULL,
	at bigint NOT NULL,
	actor text NOT NULL,
	actor_role text NOT NULL,
	actor_id bigint NOT NULL,
	action text NOT NULL,
	object_kind text NOT NULL,
	objects text NOT NULL,
	detail bytea,
	request_id bigint NOT NULL,
	prev bytea NOT NULL,
	hash bytea NOT NULL,
	PRIMARY KEY (clinic_id, seq)
);

-- The end of each chain; its row is the chain's lock.
CREATE TABLE audit_head (
	clinic_id bigint PRIMARY KEY,
	seq bigint NOT NULL,
	hash bytea NOT NULL
);
