"""Pages about debates."""
