"""Sheets as files: read and written."""
