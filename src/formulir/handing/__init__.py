"""Handing letters out of the archive: as files, on paper, by post and by message."""
