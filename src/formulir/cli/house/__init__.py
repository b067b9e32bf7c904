"""The commands of the office as a whole."""
