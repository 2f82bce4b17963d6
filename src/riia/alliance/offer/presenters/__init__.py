"""What the pages of calls, applications and awards show."""
