"""What is asked about debates."""
