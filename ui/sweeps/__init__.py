"""Sweeps in the window: starting one, going through its rooms with a scanner or by ticking, its minutes."""
