"""Preview: the worst letters of a region, looked at before there is a number."""
