"""Visits to model schools: who goes where, when, and what stands against it."""
