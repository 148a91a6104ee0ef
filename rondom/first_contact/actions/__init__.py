"""The verbs of first contact; each module is a noun, called qualified: `reports.register(...)`."""
