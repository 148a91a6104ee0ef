"""The pages of the MDT, each in the module of its noun."""
