"""Charts: figures of a letter's context, drawn as vectors for paper without colour."""
