"""The commands that write letters and their templates."""
