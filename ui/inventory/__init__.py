"""The parts of the inventory screen: lists, filter chips, record panes and editors."""
