"""Forms of the return desk."""
