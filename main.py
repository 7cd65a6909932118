"""Starts SPBE Assets: `python3 main.py`. The first start sets up what is missing; see README.md."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 this is what tells the user
    sys.exit("SPBE Assets needs / memerlukan Python >= 3.11 (%d.%d)." % sys.version_info[:2])  # noqa: UP031

from installer import bootstrap, messages


def main(arguments: list[str]) -> int:
    """Set up what is missing, then run what the arguments ask for inside the program's environment."""
    code = bootstrap.enter(arguments)
    return start(arguments) if code is None else code


def start(arguments: list[str]) -> int:
    """Run the tests, the window, the window's job without a display, or a command; `camera` is only a set-up."""
    if arguments[:1] == ["camera"]:
        messages.say("camera")
        return 0
    if arguments[:1] == ["test"]:
        from installer import testing

        return testing.run(arguments[1:])
    if not bootstrap.needs_window(arguments):
        from spbe_assets.cli import app as command_line

        return command_line.run(arguments)
    if not bootstrap.has_display():
        from spbe_assets.cli import headless

        return headless.run()
    from ui import app

    return app.run(Path(arguments[1]) if arguments[1:] else None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
