"""Schedules of trainings: laid out, stored, checked, exported."""
