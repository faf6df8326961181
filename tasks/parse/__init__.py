"""Normalized text to metadata, places and sections."""
