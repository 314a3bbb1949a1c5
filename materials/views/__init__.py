"""Pages about booklets."""
