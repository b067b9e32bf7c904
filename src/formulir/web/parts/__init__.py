"""What several screens of the desk share."""
