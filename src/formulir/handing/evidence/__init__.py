"""Bundles of evidence for auditors, samples, and the lists of records law."""
