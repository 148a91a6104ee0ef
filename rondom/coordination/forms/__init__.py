"""What people fill in while coordinating."""
