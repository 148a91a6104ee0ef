"""The verbs of a case; each module is a noun, called qualified: `dossier.begin(...)`, `steps.add(...)`."""
