"""A file of Word: its members, its paragraphs, its tags, and what makes it a draft."""
