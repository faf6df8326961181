"""Normalized text to numerals, amounts and indicators."""
