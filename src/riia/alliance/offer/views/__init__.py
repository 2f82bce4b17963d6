"""The pages of calls, applications and awards."""
