"""Letters posted by e-mail, and texts for chat programs."""
