"""What people fill in about a case as such."""
