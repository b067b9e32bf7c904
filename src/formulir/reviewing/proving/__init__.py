"""What is proved to one who asks of one letter, or of a part."""
