"""Cells of a sheet: from what people write to what is stored, and back."""
