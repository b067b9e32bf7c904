"""The ledger: series, numbers, the books, and what came back."""
