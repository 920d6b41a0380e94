-- Messengers: what came in, and what leads from the site into them.

-- Numbers of a platform's events that are done: the same one again does
-- nothing, and the next poll asks behind the highest.
CREATE TABLE inbound (
	clinic_id bigint NOT NULL,
	channel text NOT NULL,
	number bigint NOT NULL,
	at bigint NOT NULL,
	PRIMARY KEY (clinic_id, channel, number)
);
CREATE INDEX inbound_age ON inbound (at);

-- A one-time link into a messenger.  Its 128-bit token stands as a keyed hash;
-- whoever brings it there is that patient, and goes on with that dialogue
-- (0: the patient's own).
CREATE TABLE invitation (
	token_hash bytea PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	dialogue_id bigint NOT NULL,
	created_at bigint NOT NULL,
	expires_at bigint NOT NULL,
	used_at bigint NOT NULL DEFAULT 0
);
CREATE INDEX invitation_expiry ON invitation (expires_at);

-- A further peer of a dialogue, joined by proof: it outweighs a dialogue that
-- the peer began by himself.
CREATE TABLE joined_peer (
	clinic_id bigint NOT NULL,
	channel text NOT NULL,
	peer_hash bytea NOT NULL,
	dialogue_id bigint NOT NULL REFERENCES dialogue (id),
	joined_at bigint NOT NULL,
	PRIMARY KEY (clinic_id, channel, peer_hash)
);
CREATE INDEX joined_peer_dialogue ON joined_peer (dialogue_id);

-- Answers in a talk do not wait behind what is planned.
CREATE INDEX outbox_talk ON outbox (next_at, id)
	WHERE state = 'queued' AND kind = 'chat';
