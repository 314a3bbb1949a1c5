"""Competitions of written work: entries and their consent, blind judging, results that can be explained, certificates."""
