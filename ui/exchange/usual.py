"""What a pack is usually like: for whom, and where it was saved last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spbe_assets.domain.packs import PackKind
from spbe_assets.services import packs, peers
from spbe_assets.services.peers import PeerRow
from spbe_assets.storage.store import Store

FOLDER = "exchange.folder"


@dataclass(frozen=True, slots=True)
class Usual:
    """Those whose packs are accepted, and the fingerprint of the likeliest receiver."""

    peers: Sequence[PeerRow]
    fingerprint: str


def of(session: Any, kind: PackKind) -> Usual:
    """What a pack of this kind was like the last time; a return pack goes to whoever handed out the work."""
    return Usual(_trusted(session), _receiver(session, kind))


def keep_folder(store: Store, folder: Path) -> None:
    """Remember where packs are saved."""
    store.set_local_setting(FOLDER, str(folder))


def folder(store: Store) -> Path | None:
    """Where a pack was saved last, as long as that is there."""
    kept = store.local_setting(FOLDER, "")
    return Path(kept) if isinstance(kept, str) and kept and Path(kept).is_dir() else None


def _trusted(session: Any) -> list[PeerRow]:
    return [one for one in peers.listed(session) if one.is_trusted]


def _receiver(session: Any, kind: PackKind) -> str:
    listed = packs.listed(session)
    sent = next((one.fingerprint for one in listed if one.way == packs.OUT and one.kind == kind), "")
    if sent or kind is not PackKind.RETURN:
        return sent
    return next((one.fingerprint for one in listed if one.way == packs.IN and one.kind == PackKind.WORK), "")
