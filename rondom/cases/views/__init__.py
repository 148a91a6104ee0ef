"""The pages of cases: the list, the story, files, the log; the case page itself stands with coordination."""
