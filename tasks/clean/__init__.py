"""Source text to normalized text, with the way back."""
