"""Lists from outside: how they are read, what their cells mean, which school a row is about."""
