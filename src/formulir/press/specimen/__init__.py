"""Specimens: letters to be looked at, marked as such, as pictures, and compared."""
