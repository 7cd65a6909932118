"""Ctrl+K: one box that finds records, commands, screens and help; and the sheet of keyboard shortcuts."""
