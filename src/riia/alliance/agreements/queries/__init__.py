"""Reads of agreements and of the data register; the first argument is the viewer's scope."""
