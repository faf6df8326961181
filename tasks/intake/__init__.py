"""Bytes in: discover, archive, decode, read formats."""
