"""Every write to competitions, entries, judging and results."""
