"""Scanning one thing after another: hand scanner, pictures, camera, and the file of a batch scanner."""
