"""Every write about booklets."""
