"""What people type about calls, applications and awards."""
