"""The parts of the report assistant."""
