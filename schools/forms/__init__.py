"""What is asked about schools, their people, their lists and their calendar."""
