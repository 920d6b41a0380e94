-- What one message costs must not grow with what lies in the tables: fewer
-- indexes are written for each, and a row is found by its id without one.
-- A CHECK with more than two words spells them out with OR: for IN, SQLite
-- builds a table of them anew for every row that it writes.

-- The text of a delivery stands in message from the moment when it may leave;
-- body_enc is for what is written before that.  lease_until counts in state
-- sending only.
CREATE TABLE outbox_lean (
	id integer/*ROWID*/ PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	visit_id bigint NOT NULL,
	visit_revision bigint NOT NULL,
	kind text NOT NULL,
	key_hash bytea UNIQUE,
	channel text NOT NULL,
	state text NOT NULL CHECK (state = 'queued' OR state = 'sending'
		OR state = 'sent' OR state = 'failed' OR state = 'uncertain'
		OR state = 'cancelled'),
	receipt text NOT NULL CHECK (receipt = 'none' OR receipt = 'delivered'
		OR receipt = 'read'),
	reason text NOT NULL,
	tries bigint NOT NULL,
	next_at bigint NOT NULL,
	expires_at bigint NOT NULL,
	lease_until bigint NOT NULL,
	provider_id text NOT NULL,
	was_at bigint NOT NULL,
	is_asked bigint NOT NULL,
	is_counted bigint NOT NULL,
	body_enc bytea,
	created_at bigint NOT NULL,
	sent_at bigint NOT NULL
);
INSERT INTO outbox_lean SELECT id, clinic_id, patient_id, visit_id,
	visit_revision, kind, key_hash, channel, state, receipt, reason, tries,
	next_at, expires_at, lease_until, provider_id, was_at, is_asked,
	is_counted, NULL, created_at, sent_at FROM outbox ORDER BY id;
DROP TABLE outbox;
ALTER TABLE outbox_lean RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_visit ON outbox (visit_id);
CREATE INDEX outbox_patient ON outbox (patient_id, id);
CREATE INDEX outbox_day ON outbox (clinic_id, sent_at) WHERE sent_at > 0;

CREATE TABLE message_lean (
	id integer/*ROWID*/ PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	dialogue_id bigint NOT NULL,
	delivery_id bigint NOT NULL,
	direction text NOT NULL CHECK (direction IN ('in', 'out')),
	channel text NOT NULL,
	author text NOT NULL CHECK (author = 'patient' OR author = 'bot'
		OR author = 'operator'),
	kind text NOT NULL,
	body_enc bytea NOT NULL,
	at bigint NOT NULL
);
INSERT INTO message_lean SELECT id, clinic_id, patient_id, dialogue_id,
	delivery_id, direction, channel, author, kind, body_enc, at
	FROM message ORDER BY id;
DROP TABLE message;
ALTER TABLE message_lean RENAME TO message;
CREATE INDEX message_patient ON message (patient_id, id);
CREATE INDEX message_dialogue ON message (dialogue_id, id)
	WHERE dialogue_id <> 0;

-- A link ends with its visit, which is read beside it.
DROP INDEX link_visit;

-- Whether he agreed is read from the index alone.
DROP INDEX consent_patient;
CREATE INDEX consent_patient ON consent
	(patient_id, purpose, given_at, id, channel, withdrawn_at);
