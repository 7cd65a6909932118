"""Software, cloud services and service buses in the inventory; begin at `kinds.py`."""
