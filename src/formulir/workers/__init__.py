"""Who does the work: this process, a local pool, or a cluster."""
