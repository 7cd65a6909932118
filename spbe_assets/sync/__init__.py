"""Changesets that came from elsewhere: verify, plan, merge."""
