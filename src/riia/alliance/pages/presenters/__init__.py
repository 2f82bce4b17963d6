"""From what contexts know to what the pages show."""
