"""What the pages of grants show."""
