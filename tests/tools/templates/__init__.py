"""Templates that chance puts together, the same ones for the same seed."""
