"""Who breaks, by category and rule, and who still can."""
