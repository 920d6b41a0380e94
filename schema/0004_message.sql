-- Everything said to and by patients.

-- peer_hash finds the dialogue of a peer: a messenger's user, a site's visitor.
-- frame_enc is the engine's state; turns_n counts accepted turns and tells a
-- turn that another one came in between.
CREATE TABLE dialogue (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	patient_id bigint NOT NULL REFERENCES patient (id),
	channel text NOT NULL,
	peer_hash bytea NOT NULL,
	state text NOT NULL CHECK (state IN ('open', 'handed', 'closed')),
	turns_n bigint NOT NULL,
	frame_enc bytea,
	source text NOT NULL,
	created_at bigint NOT NULL,
	updated_at bigint NOT NULL
);
CREATE INDEX dialogue_peer ON dialogue (clinic_id, channel, peer_hash);
CREATE INDEX dialogue_patient ON dialogue (patient_id);
CREATE INDEX dialogue_handed ON dialogue (clinic_id, updated_at)
	WHERE state = 'handed';

-- One accepted message of the patient and the answer to it: the same
-- client_id gets the same answer.
CREATE TABLE turn (
	dialogue_id bigint NOT NULL REFERENCES dialogue (id),
	client_id text NOT NULL,
	number bigint NOT NULL,
	at bigint NOT NULL,
	answer_enc bytea NOT NULL,
	PRIMARY KEY (dialogue_id, client_id)
);

-- direction: in (from the patient) or out.  body_enc is JSON: text, buttons.
CREATE TABLE message (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	dialogue_id bigint NOT NULL,
	delivery_id bigint NOT NULL,
	direction text NOT NULL CHECK (direction IN ('in', 'out')),
	channel text NOT NULL,
	author text NOT NULL CHECK (author IN ('patient', 'bot', 'operator')),
	kind text NOT NULL,
	body_enc bytea NOT NULL,
	at bigint NOT NULL
);
CREATE INDEX message_patient ON message (patient_id, id);
CREATE INDEX message_dialogue ON message (dialogue_id, id);
CREATE INDEX message_clinic ON message (clinic_id, id);

-- What is to be sent, and when.  A planned reminder is a row from the moment
-- of booking; its text is written at each attempt.  key_hash makes a message
-- one (patient, kind, service, start, revision); it is given up when the visit
-- is cancelled, so that the same time can be booked again.  channel is '' until
-- the first attempt; was_at is the start before a move, else 0; is_asked: the
-- patient's own act brought it; is_counted: under the cap of texts before a
-- visit; body_enc: what the last attempt said, as in message.
CREATE TABLE outbox (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	visit_id bigint NOT NULL,
	visit_revision bigint NOT NULL,
	kind text NOT NULL,
	key_hash bytea UNIQUE,
	channel text NOT NULL,
	state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent',
		'failed', 'uncertain', 'cancelled')),
	receipt text NOT NULL CHECK (receipt IN ('none', 'delivered', 'read')),
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
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_visit ON outbox (visit_id);
CREATE INDEX outbox_patient ON outbox (patient_id);
CREATE INDEX outbox_provider ON outbox (channel, provider_id)
	WHERE provider_id <> '';
CREATE INDEX outbox_day ON outbox (clinic_id, sent_at) WHERE sent_at > 0;
