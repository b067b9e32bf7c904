"""What comes back: handed in, placed, confirmed."""
