"""Values and rules in plain Python: no database, no window, no library."""
