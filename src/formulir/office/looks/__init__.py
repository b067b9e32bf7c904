"""Who looks at the archive, and the head that is written down of it."""
