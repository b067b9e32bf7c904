"""What templates call the things that they print."""
