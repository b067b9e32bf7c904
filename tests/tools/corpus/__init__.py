"""Odd files, made from a seed: what an attachment may be when nobody meant well."""
