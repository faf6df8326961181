"""Fictional yearly reports with the truth beside them: plan -> wording -> layout -> damage -> truth."""
