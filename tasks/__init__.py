"""WHAT happens to a report: pure functions in four wings, in the order of the walk."""
