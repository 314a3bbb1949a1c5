"""Every write about people and trust."""
