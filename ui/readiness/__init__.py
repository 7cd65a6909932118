"""The parts of the readiness screen."""
