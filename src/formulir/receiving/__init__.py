"""What comes in: returns of letters, and letters of other offices."""
