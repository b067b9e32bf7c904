"""Faults at every write of ledger and archive, and what becomes of the office."""
