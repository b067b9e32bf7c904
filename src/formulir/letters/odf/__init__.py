"""The same templates as LibreOffice writes them in its own format."""
