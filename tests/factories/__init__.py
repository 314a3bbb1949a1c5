"""Objects for tests, without surprises: what a test cares about, it says."""
