-- Patients and their visits.  Columns that end in _enc are sealed with the
-- patient's own key; columns that end in _hash are keyed hashes.

-- person_enc is JSON: last, first, middle, phone, birth.
CREATE TABLE patient (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	state text NOT NULL CHECK (state IN ('lead', 'patient', 'erased')),
	person_enc bytea,
	phone_hash bytea,
	sex text NOT NULL CHECK (sex IN ('m', 'f', '-')),
	zone text NOT NULL,
	source text NOT NULL,
	created_at bigint NOT NULL,
	updated_at bigint NOT NULL
);
CREATE INDEX patient_phone ON patient (clinic_id, phone_hash);

-- Where a patient can be reached; proof: typed, contact, code, link.
CREATE TABLE address (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	channel text NOT NULL,
	address_enc bytea NOT NULL,
	address_hash bytea NOT NULL,
	proof text NOT NULL,
	heard_at bigint NOT NULL,
	dead_at bigint NOT NULL DEFAULT 0,
	UNIQUE (clinic_id, channel, address_hash, patient_id)
);
CREATE INDEX address_patient ON address (patient_id);

CREATE TABLE consent (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL REFERENCES patient (id),
	purpose text NOT NULL,
	channel text NOT NULL,
	version text NOT NULL,
	text text NOT NULL,
	how text NOT NULL,
	given_at bigint NOT NULL,
	withdrawn_at bigint NOT NULL DEFAULT 0
);
CREATE INDEX consent_patient ON consent (patient_id, purpose);

-- patient_id is NULL only while a visitor holds a start and has not said who
-- he is; room_id and device_id are 0 where the service needs none; held_until
-- and holder_id count in state held only; revision grows with every move.
-- busy_from and busy_to are start and end with the buffers, as the cells of
-- occupancy stand.
CREATE TABLE visit (
	id bigint PRIMARY KEY,
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
	state text NOT NULL CHECK (state IN ('held', 'booked', 'confirmed',
		'arrived', 'started', 'done', 'missed', 'cancelled')),
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
CREATE INDEX visit_day ON visit (clinic_id, start_at);
-- The search for free starts reads these alone, never the rows (state is in
-- them only so that SQLite sees this).
CREATE INDEX visit_doctor ON visit
	(doctor_id, busy_from, busy_to, id, holder_id, held_until, state)
	WHERE state <> 'cancelled';
CREATE INDEX visit_room ON visit
	(room_id, busy_from, busy_to, id, holder_id, held_until, state)
	WHERE state <> 'cancelled' AND room_id <> 0;
CREATE INDEX visit_device ON visit
	(device_id, busy_from, busy_to, id, holder_id, held_until, state)
	WHERE state <> 'cancelled' AND device_id <> 0;
CREATE INDEX visit_patient ON visit (patient_id, start_at);
CREATE INDEX visit_dialogue ON visit (dialogue_id, start_at)
	WHERE dialogue_id <> 0;
CREATE INDEX visit_held ON visit (held_until) WHERE state = 'held';
CREATE INDEX visit_holder ON visit (holder_id) WHERE state = 'held';
CREATE INDEX visit_booked ON visit (clinic_id, booked_at);
CREATE INDEX visit_ended ON visit (clinic_id, ended_at);

-- The guard against double booking: one row a resource, five-minute cell
-- (unix s / 300) and seat.  Rows of an expired hold are deleted by whoever
-- needs the cell.
CREATE TABLE occupancy (
	resource_id bigint NOT NULL,
	cell bigint NOT NULL,
	seat bigint NOT NULL,
	visit_id bigint NOT NULL REFERENCES visit (id),
	PRIMARY KEY (resource_id, cell, seat)
);
CREATE INDEX occupancy_visit ON occupancy (visit_id);

-- A link in a message: what its 128-bit token opens, as a keyed hash.
CREATE TABLE link (
	token_hash bytea PRIMARY KEY,
	clinic_id bigint NOT NULL,
	patient_id bigint NOT NULL,
	visit_id bigint NOT NULL,
	created_at bigint NOT NULL,
	expires_at bigint NOT NULL
);
CREATE INDEX link_visit ON link (visit_id);
CREATE INDEX link_expiry ON link (expires_at);
