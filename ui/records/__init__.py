"""A plain list with record pane and editor for any table of the field catalogue; begin at `workspace.py`."""
