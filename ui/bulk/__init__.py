"""One edit for many records, with its preview."""
