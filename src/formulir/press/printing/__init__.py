"""LibreOffice: letters joined, printed in one pass, and split."""
