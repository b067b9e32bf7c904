"""What can be carried away: receipts, proofs of growth, what witnesses say."""
