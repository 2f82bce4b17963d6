"""What people type about agreements and the data register."""
