"""Commands that only look: nothing is written but what they show."""
