"""Files of SQLite: opened so that half commits are taken back, and held open."""
