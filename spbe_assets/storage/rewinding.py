"""Makes a private copy of a database hold exactly the changesets that are wanted, tables and log alike.

Most of what came later made rows that nobody else has written: those simply go, a whole table in one statement. What
came later and wrote rows that stay is set aside, which folds these rows anew. The result is the same either way, as
state is a function of the set of changesets. A copy has no search index; nobody searches the past.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import batched

from sqlalchemy import Connection, Engine, Table, delete, event, func, insert, or_, select, text, update

from spbe_assets.domain.changeset import ChangesetId, parse
from spbe_assets.domain.progress import Progress
from spbe_assets.storage import aside, chain, merge, migrations, related, rules, search
from spbe_assets.storage.columns import Shape, referring_to, shape
from spbe_assets.storage.derived import derive
from spbe_assets.storage.past_log import Logged
from spbe_assets.storage.rows_in import insert_rows
from spbe_assets.storage.tables import (
    MERGEABLE,
    Aside,
    Base,
    Changeset,
    Conflict,
    Head,
    LocalSetting,
    Replica,
    Superseded,
    Touch,
)
from spbe_assets.storage.touched import Touched
from spbe_assets.storage.types import IdType, Number

BATCH = 20
ROW_STATES = (Head, Superseded, Conflict, Touch)
