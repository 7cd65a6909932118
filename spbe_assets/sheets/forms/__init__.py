"""Official forms as spreadsheets."""
