-- The patients' data keys, wrapped; a database of its own.  A row that is gone
-- makes everything personal of that patient unreadable.

CREATE TABLE patient_key (
	patient_id bigint PRIMARY KEY,
	wrapped bytea NOT NULL,
	key_version bigint NOT NULL
);
