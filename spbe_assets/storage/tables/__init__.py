"""Every table of the database, and the mergeable ones by name."""

from __future__ import annotations

from spbe_assets.storage.tables.base import DERIVED, Base, Mergeable, Values
from spbe_assets.storage.tables.equipment import Asset, Category, DeviceDetail, ServerDetail
from spbe_assets.storage.tables.exchange import Aside, Pack, Peer
from spbe_assets.storage.tables.field_work import Assignment, Distinct, Installation, Sighting, Sweep, SweepRoom
from spbe_assets.storage.tables.log import Changeset, Conflict, Head, Replica, Superseded, Touch
from spbe_assets.storage.tables.moves import Movement
from spbe_assets.storage.tables.network import Link, LinkTest
from spbe_assets.storage.tables.places import Agency, Facility, Person, Rack, Region, Room, Site
from spbe_assets.storage.tables.planning import Assessment, CriteriaSet, Need, Plan, Price
from spbe_assets.storage.tables.records import (
    Attachment,
    Blob,
    FormIssue,
    InventoryStatement,
    LabelPrint,
    LocalSetting,
    Setting,
    TagSeries,
    View,
)
from spbe_assets.storage.tables.workbook import CloudService, ServiceBus, Software

MERGEABLE: dict[str, type[Mergeable]] = {
    kind.__tablename__: kind
    for kind in (
        Region, Agency, Site, Facility, Person, Room, Rack, Category, Asset, ServerDetail, DeviceDetail,
        Movement, Link, LinkTest, Software, CloudService, ServiceBus, InventoryStatement, Attachment, LabelPrint,
        FormIssue, TagSeries, CriteriaSet, Assessment, Need, Price, Plan, Setting, View,
        Installation, Assignment, Sweep, SweepRoom, Sighting, Distinct,
    )
}  # fmt: skip
"""Table name -> mapped class, parents before the tables that refer to them."""

__all__ = [
    "DERIVED",
    "MERGEABLE",
    "Agency",
    "Aside",
    "Assessment",
    "Asset",
    "Assignment",
    "Attachment",
    "Base",
    "Blob",
    "Category",
    "Changeset",
    "CloudService",
    "Conflict",
    "CriteriaSet",
    "DeviceDetail",
    "Distinct",
    "Facility",
    "FormIssue",
    "Head",
    "Installation",
    "InventoryStatement",
    "LabelPrint",
    "Link",
    "LinkTest",
    "LocalSetting",
    "Mergeable",
    "Movement",
    "Need",
    "Pack",
    "Peer",
    "Person",
    "Plan",
    "Price",
    "Rack",
    "Region",
    "Replica",
    "Room",
    "ServerDetail",
    "ServiceBus",
    "Setting",
    "Sighting",
    "Site",
    "Software",
    "Superseded",
    "Sweep",
    "SweepRoom",
    "TagSeries",
    "Touch",
    "Values",
    "View",
]  # fmt: skip
