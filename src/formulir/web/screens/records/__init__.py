"""The records: sheets that are dropped, and tables with names instead of codes."""
