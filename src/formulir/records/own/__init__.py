"""Tables of an office's own kinds: named, guessed from a sheet, kept in the store."""
