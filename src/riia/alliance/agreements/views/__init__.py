"""Views: load, allow, call, answer."""
