"""The classic two-team draw, bracket after bracket, for tournaments whose rules spell its steps out."""
