"""What every page of the desk stands on: routes, visits, replies, looks."""
