"""Pictures of strangers, opened whatever their kind: one rule for all doors."""
