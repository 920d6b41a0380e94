-- SQLite finds a row by an integer PRIMARY KEY itself, by a bigint one through
-- an index.  (A comment on PostgreSQL.)
/*SQLITE:*/
CREATE TABLE patient_key_lean (
	patient_id integer PRIMARY KEY,
	wrapped bytea NOT NULL,
	key_version bigint NOT NULL
);
INSERT INTO patient_key_lean SELECT patient_id, wrapped, key_version
	FROM patient_key ORDER BY patient_id;
DROP TABLE patient_key;
ALTER TABLE patient_key_lean RENAME TO patient_key;
/*:SQLITE*/
