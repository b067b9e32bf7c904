"""Templates read: their tags found, looked through, compiled in the sandbox, filled."""
