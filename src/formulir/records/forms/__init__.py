"""Empty sheets to fill, with drop-downs and explanations."""
