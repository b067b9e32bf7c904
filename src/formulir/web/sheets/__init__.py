"""Sheets that somebody dropped on the desk, until they are saved."""
