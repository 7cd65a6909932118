"""The pieces of the label screen."""
