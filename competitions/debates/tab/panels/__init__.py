"""Who judges where: panels, chairs and trainees, and the rooms in which debates are held."""
