"""Handing letters out: on paper, as files, by message, and by hand."""
