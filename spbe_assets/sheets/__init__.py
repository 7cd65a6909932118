"""Spreadsheets in and out: read, recognise, map, plan, apply; rejects, templates and exports."""
