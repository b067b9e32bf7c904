"""What people type, and what they may have meant by it."""
