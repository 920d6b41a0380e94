-- SQLite finds a row by an integer PRIMARY KEY itself; by a bigint one it goes
-- through an index first, a page more for every patient, visit and dialogue that
-- is looked up.  (PostgreSQL keeps its tables: what stands between the markers
-- is a comment there.)
/*SQLITE:*/
CREATE TABLE patient_lean (
	id integer PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	state text NOT NULL CHECK (state = 'lead' OR state = 'patient'
		OR state = 'erased'),
	person_enc bytea,
	phone_hash bytea,
	sex text NOT NULL CHECK (sex = 'm' OR sex = 'f' OR sex = '-'),
	zone text NOT NULL,
	source text NOT NULL,
	created_at bigint NOT NULL,
	updated_at bigint NOT NULL
);
INSERT INTO patient_lean SELECT id, clinic_id, state, person_enc, phone_hash,
	sex, zone, source, created_at, updated_at FROM patient ORDER BY id;
DROP TABLE patient;
ALTER TABLE patient_lean RENAME TO patient;
CREATE INDEX patient_phone ON patient (clinic_id, phone_hash);
CREATE INDEX patient_erased ON patient (id) WHERE state = 'erased';

CREATE TABLE visit_lean (
	id integer PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	patient_id bigint REFERENCES patient (id),
	service_id bigint NOT NULL REFERENCES service (id),
	branch_id bigint NOT NULL REFERENCES branch (id),
	doctor_id bigint NOT NULL REFERENCES resource (id),
	room_id bigint NOT NULL,
	device_id bigint NOT NULL,
	start_at bigint NOT NULL,
	end_at bigint NOT NULL,
	busy_from bigint NOT NULL,
	busy_to bigint NOT NULL,
	state text NOT NULL CHECK (state = 'held' OR state = 'booked'
		OR state = 'confirmed' OR state = 'arrived' OR state = 'started'
		OR state = 'done' OR state = 'missed' OR state = 'cancelled'),
	revision bigint NOT NULL,
	held_until bigint NOT NULL,
	holder_id bigint NOT NULL,
	source text NOT NULL,
	dialogue_id bigint NOT NULL,
	price_kop bigint NOT NULL,
	complaint_enc bytea,
	booked_at bigint NOT NULL,
	confirmed_at bigint NOT NULL,
	moved_at bigint NOT NULL,
	ended_at bigint NOT NULL,
	created_at bigint NOT NULL,
	CHECK (state = 'held' OR patient_id IS NOT NULL)
);
INSERT INTO visit_lean SELECT id, clinic_id, patient_id, service_id, branch_id,
	doctor_id, room_id, device_id, start_at, end_at, busy_from, busy_to,
	state, revision, held_until, holder_id, source, dialogue_id, price_kop,
	complaint_enc, booked_at, confirmed_at, moved_at, ended_at, created_at
	FROM visit ORDER BY id;
DROP TABLE visit;
ALTER TABLE visit_lean RENAME TO visit;
CREATE INDEX visit_day ON visit (clinic_id, start_at);
CREATE INDEX visit_patient ON visit (patient_id, start_at);
CREATE INDEX visit_dialogue ON visit (dialogue_id, start_at)
	WHERE dialogue_id <> 0;
CREATE INDEX visit_held ON visit (held_until) WHERE state = 'held';
CREATE INDEX visit_holder ON visit (holder_id) WHERE state = 'held';
CREATE INDEX visit_booked ON visit (clinic_id, booked_at);
CREATE INDEX visit_ended ON visit (clinic_id, ended_at);
CREATE INDEX visit_doctor ON visit
	(doctor_id, busy_from, busy_to, id, held_until, state)
	WHERE state <> 'cancelled' AND held_until = 0;
CREATE INDEX visit_room ON visit
	(room_id, busy_from, busy_to, id, held_until, state)
	WHERE state <> 'cancelled' AND held_until = 0 AND room_id <> 0;
CREATE INDEX visit_device ON visit
	(device_id, busy_from, busy_to, id, held_until, state)
	WHERE state <> 'cancelled' AND held_until = 0 AND device_id <> 0;

CREATE TABLE dialogue_lean (
	id integer PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	patient_id bigint NOT NULL REFERENCES patient (id),
	channel text NOT NULL,
	peer_hash bytea NOT NULL,
	state text NOT NULL CHECK (state = 'open' OR state = 'handed'
		OR state = 'closed'),
	turns_n bigint NOT NULL,
	frame_enc bytea,
	source text NOT NULL,
	created_at bigint NOT NULL,
	updated_at bigint NOT NULL
);
INSERT INTO dialogue_lean SELECT id, clinic_id, patient_id, channel, peer_hash,
	state, turns_n, frame_enc, source, created_at, updated_at
	FROM dialogue ORDER BY id;
DROP TABLE dialogue;
ALTER TABLE dialogue_lean RENAME TO dialogue;
CREATE INDEX dialogue_peer ON dialogue (clinic_id, channel, peer_hash);
CREATE INDEX dialogue_patient ON dialogue (patient_id);
CREATE INDEX dialogue_handed ON dialogue (clinic_id, updated_at)
	WHERE state = 'handed';
CREATE UNIQUE INDEX dialogue_open ON dialogue (clinic_id, channel, peer_hash)
	WHERE state <> 'closed';
/*:SQLITE*/
