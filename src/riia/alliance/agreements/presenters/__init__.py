"""What templates of agreements and of the data register show."""
