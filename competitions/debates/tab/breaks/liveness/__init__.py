"""Who still can break, who surely does, and what each team needs: exact, not a rule of thumb."""
