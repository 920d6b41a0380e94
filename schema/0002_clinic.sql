-- What a clinic is and offers.  Nothing of patients stands here.
-- Times of day are minutes of the wall clock; money is kopecks; binary fields
-- are bytea; 0 and 1 serve as boolean.

-- version grows with every change of what the clinic offers, so that whoever
-- keeps a copy knows when to read again.

CREATE TABLE clinic (
	id bigint PRIMARY KEY,
	slug text NOT NULL UNIQUE,
	name text NOT NULL,
	phone text NOT NULL,
	is_thin bigint NOT NULL DEFAULT 0,
	notice_version text NOT NULL,
	notice text NOT NULL,
	offer_version text NOT NULL,
	version bigint NOT NULL DEFAULT 1
);

CREATE TABLE branch (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	position bigint NOT NULL,
	name text NOT NULL,
	address text NOT NULL,
	way text NOT NULL,
	map_url text NOT NULL,
	zone text NOT NULL,
	phone text NOT NULL
);
CREATE INDEX branch_clinic ON branch (clinic_id);

CREATE TABLE resource (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	branch_id bigint NOT NULL REFERENCES branch (id),
	position bigint NOT NULL,
	kind text NOT NULL CHECK (kind IN ('doctor', 'room', 'device')),
	last text NOT NULL,
	first text NOT NULL,
	middle text NOT NULL,
	sex text NOT NULL CHECK (sex IN ('m', 'f', '-')),
	profession text NOT NULL,
	about text NOT NULL,
	is_active bigint NOT NULL DEFAULT 1
);
CREATE INDEX resource_clinic ON resource (clinic_id);

CREATE TABLE weekly_hours (
	id bigint PRIMARY KEY,
	resource_id bigint NOT NULL REFERENCES resource (id),
	day bigint NOT NULL CHECK (day BETWEEN 0 AND 6),
	from_min bigint NOT NULL CHECK (from_min BETWEEN 0 AND 1440),
	to_min bigint NOT NULL CHECK (to_min BETWEEN 0 AND 1440)
);
CREATE INDEX weekly_hours_resource ON weekly_hours (resource_id);

CREATE TABLE hours_override (
	id bigint PRIMARY KEY,
	resource_id bigint NOT NULL REFERENCES resource (id),
	date text NOT NULL,
	from_min bigint NOT NULL,
	to_min bigint NOT NULL
);
CREATE INDEX hours_override_resource ON hours_override (resource_id);

CREATE TABLE absence (
	id bigint PRIMARY KEY,
	resource_id bigint NOT NULL REFERENCES resource (id),
	from_at bigint NOT NULL,
	to_at bigint NOT NULL,
	reason text NOT NULL
);
CREATE INDEX absence_resource ON absence (resource_id);

-- branch_id 0: the whole clinic
CREATE TABLE closed_date (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	branch_id bigint NOT NULL,
	date text NOT NULL,
	name text NOT NULL
);
CREATE INDEX closed_date_clinic ON closed_date (clinic_id);

CREATE TABLE service (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	position bigint NOT NULL,
	name text NOT NULL,
	profession text NOT NULL,
	synonyms text NOT NULL,
	duration_min bigint NOT NULL,
	step_min bigint NOT NULL,
	buffer_before_min bigint NOT NULL,
	buffer_after_min bigint NOT NULL,
	notice_min bigint NOT NULL,
	horizon_days bigint NOT NULL,
	price_kop bigint NOT NULL,
	preparation text NOT NULL,
	age_min bigint NOT NULL,
	age_max bigint NOT NULL,
	sex text NOT NULL CHECK (sex IN ('m', 'f', '-')),
	is_sensitive bigint NOT NULL,
	is_first_visit bigint NOT NULL,
	is_active bigint NOT NULL DEFAULT 1
);
CREATE INDEX service_clinic ON service (clinic_id);

-- Which doctors, rooms and devices may serve a service; 0: as the service.
CREATE TABLE service_resource (
	service_id bigint NOT NULL REFERENCES service (id),
	resource_id bigint NOT NULL REFERENCES resource (id),
	duration_min bigint NOT NULL,
	price_kop bigint NOT NULL,
	PRIMARY KEY (service_id, resource_id)
);

CREATE TABLE staff (
	id bigint PRIMARY KEY,
	clinic_id bigint NOT NULL REFERENCES clinic (id),
	login text NOT NULL,
	name text NOT NULL,
	role text NOT NULL CHECK (role IN
		('owner', 'administrator', 'doctor', 'marketer', 'auditor')),
	resource_id bigint NOT NULL,
	password_hash text NOT NULL,
	dismissed_at bigint NOT NULL DEFAULT 0,
	UNIQUE (clinic_id, login)
);

-- Tokens are stored as keyed hashes.  principal is visitor, patient_code or
-- staff; a visitor's principal_id is an id of his own, under which his holds
-- and his dialogue are found.  clinic_id is 0 for a visitor.
CREATE TABLE session (
	token_hash bytea PRIMARY KEY,
	clinic_id bigint NOT NULL,
	principal text NOT NULL,
	principal_id bigint NOT NULL,
	created_at bigint NOT NULL,
	seen_at bigint NOT NULL,
	expires_at bigint NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);
CREATE INDEX session_principal ON session (principal, principal_id);

CREATE TABLE setting (
	clinic_id bigint NOT NULL,
	name text NOT NULL,
	value text NOT NULL,
	PRIMARY KEY (clinic_id, name)
);
