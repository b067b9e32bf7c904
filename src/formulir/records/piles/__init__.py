"""Piles of scans: what the ledger knows of their sheets."""
