"""Whether letters are ready to be issued: name by name, and what stands in the way."""
