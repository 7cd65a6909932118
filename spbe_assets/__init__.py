"""A province's ICT infrastructure register: everything that is true without a window."""

__version__ = "0.1.0"
