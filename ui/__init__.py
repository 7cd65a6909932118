"""The Qt client; imported by nobody."""

from ui.quick_imports import skip_reading_sources

skip_reading_sources()
