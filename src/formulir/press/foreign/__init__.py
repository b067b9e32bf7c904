"""PDFs of strangers: what is done to them before their pages are taken."""
