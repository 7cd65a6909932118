"""Official forms in the window: looked at first, then saved."""
