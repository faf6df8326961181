"""Bytes to text, one module a family of formats, chosen by content and never by file name."""

from tasks.intake.readers.read import Limits, read_bytes

__all__ = ["Limits", "read_bytes"]
