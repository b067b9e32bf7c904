"""What a sheet holds before anybody fills it: rows that are due, columns of its own."""
