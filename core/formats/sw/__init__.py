"""Kiswahili."""
