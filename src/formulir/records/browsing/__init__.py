"""Looking at the tables of the records: names instead of codes, page by page."""
