"""A date at a place with people: forums, sessions, workshops, festivals; who leads them, who came, what happened."""
