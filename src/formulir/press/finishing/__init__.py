"""From printed pages to a finished letter: stamp, footer, attachments."""
