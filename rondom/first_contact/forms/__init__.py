"""What people fill in at first contact."""
