"""Sheets that go with letters: print-ready bundles, indexes, labels, envelopes."""
