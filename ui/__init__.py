"""The Qt client; imported by nobody."""

from ui.immortal import protect_constants
from ui.quick_imports import skip_reading_sources

protect_constants()
skip_reading_sources()
