-- Whose keys must not come back, neither in another process's memory nor with
-- an old copy of the keys.
CREATE INDEX patient_erased ON patient (id) WHERE state = 'erased';
