"""The record store: what the letters are made from, and the ledger of numbers."""
