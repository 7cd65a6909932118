"""Use cases: take an open session or unit of work, return plain values, never commit."""
