"""Tools that several rooms' tests share."""
