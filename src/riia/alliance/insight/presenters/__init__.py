"""From standings and choices to what the templates show."""
