"""Pages about people and trust."""
