"""The verbs of sharing; each module is a noun, called qualified: `grants.give(...)`, `consents.withdraw(...)`."""
