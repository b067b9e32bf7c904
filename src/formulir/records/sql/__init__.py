"""The SQL functions that queries of kinds may call."""
