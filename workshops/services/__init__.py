"""Every write about gatherings."""
