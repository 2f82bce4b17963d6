"""Presenters of the return desk."""
