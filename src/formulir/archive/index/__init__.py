"""The index of the archive: derived from the log, for quick searches."""
