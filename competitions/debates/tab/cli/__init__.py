"""The command line: JSON in, JSON out."""
