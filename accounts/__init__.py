"""A login, and trust: people, roles, sign-in, invitations, the action log, messages, consent, papers issued."""
