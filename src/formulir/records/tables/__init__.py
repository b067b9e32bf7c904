"""The tables of the store, as descriptions of their columns."""
