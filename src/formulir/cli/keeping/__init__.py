"""The commands that find, prove, hand out and take back."""
