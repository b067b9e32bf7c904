"""Finding a plan: what it costs, the greedy way, the best way, the first days."""
