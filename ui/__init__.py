"""The Qt client; imported by nobody."""
