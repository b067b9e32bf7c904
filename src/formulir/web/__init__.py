"""The desk: formulir in the browser, for the people who write the letters."""
