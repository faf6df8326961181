"""Bytes to text, one module a family of formats, chosen by content."""
