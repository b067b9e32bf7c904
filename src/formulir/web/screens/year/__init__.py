"""The programme of a year on one page."""
