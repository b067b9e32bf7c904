"""Help: what each page is for, and the words of all."""
