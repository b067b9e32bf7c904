"""The formats of sheets: bytes in, grids out."""
