-- A link costs one place in one tree: its row lies where its hash is looked for,
-- in half of the bytes (the token itself has 128 bits).  Whose it is, its visit
-- says.  What is over is looked for a part of the hashes at a time, so there is
-- no index over the times.
CREATE TABLE link_lean (
	token_hash bytea PRIMARY KEY,
	visit_id bigint NOT NULL,
	expires_at bigint NOT NULL
) WITHOUT ROWID/*CLUSTERED*/;
INSERT INTO link_lean SELECT substr(token_hash, 1, 16), visit_id, expires_at
	FROM link ORDER BY 1;
DROP TABLE link;
ALTER TABLE link_lean RENAME TO link;
