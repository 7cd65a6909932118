"""Agencies and places: the kinds of records, their trees, moving, merging, the front view of a rack."""
