"""Packs in and out, and the decisions that merging them leaves to people."""
