"""The press: from a filled-in DOCX to a finished PDF."""
