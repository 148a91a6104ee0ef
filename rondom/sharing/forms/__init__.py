"""What people fill in about sharing: share, the person's answer, decisions."""
