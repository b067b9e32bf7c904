"""Ink: a return is held against the letter as it was issued, page by page."""
