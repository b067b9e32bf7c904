"""The commands that put records in and draft from them."""
