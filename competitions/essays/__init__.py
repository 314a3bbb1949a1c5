"""Competitions of written work: entries with consent, blind judging, results that can be explained, certificates."""
