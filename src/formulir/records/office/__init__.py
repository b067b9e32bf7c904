"""Regions and offices on record."""
