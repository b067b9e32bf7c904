"""Tables of the records on pages: seen, typed, drawn."""
