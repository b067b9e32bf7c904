"""Looking back: status, matrix, audit, comparison, diagnosis."""
