"""Looking at finished letters: what the eye would find wrong on their pages."""
