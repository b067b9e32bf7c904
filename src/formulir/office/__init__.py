"""An office: where the world is plugged in, how it is founded and filled."""
