"""The letter: its paper, its data, what happened to it, what can be done."""
