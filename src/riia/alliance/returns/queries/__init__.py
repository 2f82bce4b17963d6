"""Reads of the return desk. The first argument is the viewer's scope; nothing outside it is found."""
