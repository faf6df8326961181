"""WHERE it is kept: schema, ledger, load, models, checks, publish."""
