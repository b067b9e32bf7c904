"""The archive: objects, log, checkpoint, index."""
