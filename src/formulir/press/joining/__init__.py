"""Letters joined into one document, and its pages proved and parted again."""
