"""The Qt client; imported by nobody."""

from ui.immortal import protect_constants

protect_constants()
