"""From what judges and audiences hand in to the result of a debate."""
