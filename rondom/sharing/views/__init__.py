"""The pages of sharing; what a receiver will see before it is shared stands with the case page, in coordination."""
