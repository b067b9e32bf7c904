"""Copies of an office at one moment, and an office made of one."""
