"""Measurements of the targets in docs; see README.md. Not part of the test suite."""
