"""The static page over the published warehouse: what it shows, and how it is written."""

PAGE = "page"
"""The folder of the page in a home."""
