"""Pages about competitions, entries, judging and results."""
