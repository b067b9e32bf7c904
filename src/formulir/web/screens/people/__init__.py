"""People: their accounts and sessions, and what happened at the door."""
