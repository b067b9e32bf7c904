"""From the rows of a sheet to the rows of a table."""
