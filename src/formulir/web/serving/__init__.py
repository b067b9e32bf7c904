"""Running the desk: the server, its worker, its certificate."""
