"""Set-up on a fresh machine and for users; only the standard library, because nothing else is there yet."""
