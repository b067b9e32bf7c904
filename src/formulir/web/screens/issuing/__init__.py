"""Issuing letters: which, whether they are right, how they look, and then for good."""
