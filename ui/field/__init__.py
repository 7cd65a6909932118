"""The parts of the field screen: what I have to do, and how far everybody is."""
