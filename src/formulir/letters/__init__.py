"""Letters: kinds, contexts, compiled templates, and the lint that reads them."""
