"""What was measured on a link: the page and its form."""
