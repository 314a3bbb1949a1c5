"""A practice tournament from first draw to final, with invented teams, judges and ballots."""
