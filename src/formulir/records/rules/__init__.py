"""Rules between records, and their registry."""
