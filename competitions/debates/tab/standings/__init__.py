"""Standings of teams and speakers by any order of metrics."""
