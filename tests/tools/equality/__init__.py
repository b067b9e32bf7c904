"""Printing letters in every way, and comparing what comes out with what should."""
