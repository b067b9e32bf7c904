"""Letters as people ask for them, and as they are told to people."""
