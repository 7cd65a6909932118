"""The rotating local log: for us, never sent anywhere, never holding a secret or a record's contents."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from spbe_assets.paths import log_folder

SIZE_BYTES = 1_000_000
KEPT = 5


def set_up() -> None:
    """Write warnings and errors of this program to `spbe-assets.log`; safe to call twice."""
    logger = logging.getLogger("spbe_assets")
    if logger.handlers:
        return
    handler = RotatingFileHandler(
        log_folder() / "spbe-assets.log", maxBytes=SIZE_BYTES, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
