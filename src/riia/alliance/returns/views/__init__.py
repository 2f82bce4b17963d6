"""Views of the return desk."""
