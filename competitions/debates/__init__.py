"""Debate tournaments; `tab` is the pure engine beneath them."""
