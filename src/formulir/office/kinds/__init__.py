"""An office's own kinds of letters, made of a Word file and a sheet."""
