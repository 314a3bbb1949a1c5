"""Formats of debate as data."""
