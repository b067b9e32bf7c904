"""What formulir is measured with; run ``python -m bench --help``."""
