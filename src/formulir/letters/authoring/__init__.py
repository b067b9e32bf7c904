"""Authoring: what the author of a template is shown in Word."""
