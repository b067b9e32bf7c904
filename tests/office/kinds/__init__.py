"""Tests of kinds that an office makes itself."""
