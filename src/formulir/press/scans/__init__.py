"""Scans and returns: what came in, read in a child process."""
