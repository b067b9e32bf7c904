"""The door of the desk: accounts, sessions, and the one rule of who may do what."""
