"""Work that goes on while its page is closed."""
