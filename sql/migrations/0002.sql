-- Schema 2: a run says by itself whether it took in all inboxes; before, one could only tell from its having counts.
ALTER TABLE ledger.runs ADD COLUMN taken_in BOOLEAN;
UPDATE ledger.runs SET taken_in = cardinality(counts) > 0;
