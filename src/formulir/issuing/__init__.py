"""The hops of the way of a letter."""
