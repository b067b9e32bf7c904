"""The proposal of model schools and their imbas."""
