"""Network links with their two ends, and what was measured on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import LinkRow, Record
from spbe_assets.domain.sort_keys import natural, normal_name
from spbe_assets.domain.vocabulary import LinkStatus
from spbe_assets.i18n import _
from spbe_assets.services import attachments, editing, link_ends, link_listing, references, rows
from spbe_assets.services.attachments import Ready
from spbe_assets.services.link_ends import End
from spbe_assets.storage.tables import Link, LinkTest
from spbe_assets.storage.unit_of_work import UnitOfWork

MOST_ROWS = 200
FIGURES = ("mbps_down", "mbps_up", "latency_ms", "loss_percent")
"""What can be measured; a test has at least one of them."""


def create(uow: UnitOfWork, values: Mapping[str, Any]) -> Id:
    """Record a link; without a tag it gets the next one of the installation's series.

    Raises:
        Invalid: a value is impossible, or the contract ends before it starts.
        NotFound: an end or agency is gone.
    """
    _check_contract(values)
    tagged = dict(values)
    if not tagged.get("tag"):
        tagged["tag"] = uow.next_tags(1)[0]
    return editing.create(uow, "link", tagged)


def update(uow: UnitOfWork, link_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change fields of a link; fields left out stay.

    Raises:
        Invalid: a value is impossible, or the contract ends before it starts.
        StaleEdit: somebody saved it after `seen_rev` was read.
        NotFound: it was deleted, or an end is gone.
    """
    if "starts_on" in values or "ends_on" in values:
        present = rows.record(uow.session, "link", link_id).values
        _check_contract({**present, **values})
    editing.update(uow, "link", link_id, values, seen_rev)


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Delete links with their tests.

    Raises:
        Refused: another record still refers to one.
    """
    doomed = list(ids)
    tested = select(LinkTest.id).where(LinkTest.link_id.in_(doomed), LinkTest.live)
    uow.delete_many(LinkTest, list(uow.session.scalars(tested)))
    uow.delete_many(Link, doomed)


def detail(session: Session, link_id: Id) -> Record:
    """A link with all its fields; `names` resolves its ends.

    Raises:
        NotFound: it was deleted.
    """
    return rows.record(session, "link", link_id)


def duplicate(session: Session, link_id: Id) -> dict[str, Any]:
    """The values of a link for a next one of the same kind, without its tag, circuit, address block and source."""
    own = {"tag", "circuit_id", "ip_block", "source_system", "source_id"}
    values = detail(session, link_id).values
    return {key: value for key, value in values.items() if key not in own and value not in (None, "")}


def find(session: Session, reference: str) -> Id:
    """The link that a tag, circuit id, name or `link:short-id` names.

    Raises:
        NotFound: none is named so.
        Refused: several are.
    """
    text = reference.strip()
    if text.casefold().startswith("link:"):
        return references.find(session, text.casefold())[1]
    for condition in (
        Link.tag == text.upper().removeprefix("SPBE:"),
        Link.circuit_id == text,
        Link.name_key == natural(text),
    ):
        found = list(session.scalars(select(Link.id).where(condition, Link.live).limit(3))) if text else []
        if len(found) > 1:
            several = ", ".join(references.short("link", link_id) for link_id in found)
            raise Refused(_("Several links are “{text}”: use {names}.").format(text=text, names=several))
        if found:
            return found[0]
    raise NotFound(_("There is no link “{text}”; look for it with the search.").format(text=text))


def ending_at(session: Session, asset_id: Id) -> list[LinkRow]:
    """The links that end at a device."""
    return _some(session, or_(Link.a_asset_id == asset_id, Link.z_asset_id == asset_id))


def of_agency(session: Session, agency_id: Id) -> list[LinkRow]:
    """The links that belong to an agency or end at it."""
    ends = (Link.agency_id, Link.a_agency_id, Link.z_agency_id)
    return _some(session, or_(*(end == agency_id for end in ends)))


def double_links(session: Session, agency_id: Id) -> list[LinkRow]:
    """The active links of an agency where it pays more than one to the same kind of service: worth a look.

    Source:
        Reality reported in DOMAIN: offices buy their own broadband beside the central link.
    """
    active = [row for row in of_agency(session, agency_id) if row.status is LinkStatus.ACTIVE]
    by_kind: dict[tuple[object, object], list[LinkRow]] = {}
    for row in active:
        by_kind.setdefault((row.kind, row.role), []).append(row)
    return [row for group in by_kind.values() if len(group) > 1 for row in group]


def tests(session: Session, link_id: Id) -> list[Record]:
    """What was measured on a link, newest first."""
    chosen = select(LinkTest.id).where(LinkTest.link_id == link_id, LinkTest.live)
    found = rows.records(session, "link_test", session.scalars(chosen.limit(MOST_ROWS)).all())
    return sorted(found, key=lambda one: (one.get("tested_at") is not None, one.get("tested_at")), reverse=True)


def create_between(
    uow: UnitOfWork,
    a: End,
    z: End,
    values: Mapping[str, Any],
    test: Mapping[str, Any],
    evidence: Iterable[Ready] = (),
) -> Id:
    """Record a link with its two ends and what was measured on it, as one action; without figures only the link.

    It serves the agency of its first end, else that of the other one.

    Args:
        uow: for writing.
        a: the end where somebody stands.
        z: the other end.
        values: further fields of the link.
        test: fields of the measurement, now and by the operator unless it says otherwise.
        evidence: photos that prove the measurement, or the link where nothing was measured.

    Raises:
        Invalid: a value is impossible.
    """
    served = link_ends.agency_of(uow.session, a) or link_ends.agency_of(uow.session, z)
    link_id = create(uow, {"agency_id": served, **values, **a.values("a"), **z.values("z")})
    if any(test.get(key) is not None for key in FIGURES):
        add_test(uow, link_id, {"tested_at": datetime.now(UTC), "tested_by": uow.user, **test}, evidence)
    else:
        for one in evidence:
            attachments.add(uow, "link", link_id, one)
    return link_id


def add_test(uow: UnitOfWork, link_id: Id, values: Mapping[str, Any], evidence: Iterable[Ready] = ()) -> Id:
    """Record a measurement of a link with the photos that prove it; loss is a percentage, latency in milliseconds.

    Raises:
        Invalid: a value is impossible.
        NotFound: the link was deleted.
    """
    test_id = editing.create(uow, "link_test", {**values, "link_id": link_id})
    _prove(uow, test_id, evidence)
    return test_id


def update_test(
    uow: UnitOfWork,
    test_id: Id,
    values: Mapping[str, Any],
    seen_rev: int | None = None,
    evidence: Iterable[Ready] = (),
) -> None:
    """Change a measurement; fields left out stay, photos are added to those it has.

    Raises:
        Invalid: a value is impossible.
        StaleEdit: somebody saved it after `seen_rev` was read.
        NotFound: it was deleted.
    """
    editing.update(uow, "link_test", test_id, values, seen_rev)
    _prove(uow, test_id, evidence)


def delete_test(uow: UnitOfWork, test_id: Id) -> None:
    """Delete a measurement; undo brings it back."""
    editing.delete(uow, "link_test", [test_id])


def similar(session: Session, values: Mapping[str, Any], besides: Id | None = None) -> list[LinkRow]:
    """Links with the same circuit id of the same provider: a warning."""
    if not values.get("circuit_id"):
        return []
    chosen = select(Link.id, Link.provider).where(Link.circuit_id == values["circuit_id"], Link.live)
    provider = normal_name(values.get("provider") or "")
    same = [row_id for row_id, other in session.execute(chosen) if normal_name(other) == provider and row_id != besides]
    return _some(session, Link.id.in_(same)) if same else []


def _prove(uow: UnitOfWork, test_id: Id, evidence: Iterable[Ready]) -> None:
    for one in evidence:
        attachments.add(uow, "link_test", test_id, one)


def _some(session: Session, condition: Any) -> list[LinkRow]:
    numbers = session.scalars(
        select(Link.n).where(condition, Link.live).order_by(Link.name_key, Link.n).limit(MOST_ROWS)
    )
    ordered = list(numbers)
    found = link_listing.rows(session, ordered)
    return [found[number] for number in ordered if number in found]


def _check_contract(values: Mapping[str, Any]) -> None:
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if starts is not None and ends is not None and ends < starts:
        raise Invalid(_("The contract ends before it starts; check the two dates."), "ends_on")
