"""What changes the landscape."""
