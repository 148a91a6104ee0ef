"""How fast the pages are on a fictional country of cases; one line a figure."""
