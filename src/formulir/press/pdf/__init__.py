"""PDF files as such: pages, places, layers, the claim to PDF/A."""
