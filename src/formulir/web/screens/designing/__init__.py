"""Templates: how each kind looks, what it can name, and putting another into use."""
