"""What is asked of officers, teachers and judges."""
