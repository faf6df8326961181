"""WHEN things run: Prefect flows and the command line over them."""
