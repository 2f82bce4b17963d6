"""What people type into the pages that bring contexts together."""
