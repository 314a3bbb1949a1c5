"""Every write about debates."""
