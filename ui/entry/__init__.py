"""Fast entry: many items at once, and rows as in a spreadsheet."""
