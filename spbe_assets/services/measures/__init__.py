"""The measures that criteria name, each as SQL conditions on records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from spbe_assets.domain.criteria import Amount, Criterion
from spbe_assets.services.measures import devices, governance, network
from spbe_assets.services.measures.basis import Asked, Part

PARTS: dict[str, Callable[[Asked], tuple[Part, ...]]] = {
    function.__name__: function
    for function in (
        devices.in_data_centre,
        devices.os_supported,
        devices.within_useful_life,
        devices.under_warranty,
        devices.raid_protected,
        devices.redundant_power,
        devices.behind_ups,
        devices.backed_up_within,
        devices.backup_elsewhere,
        devices.room_secured,
        devices.still_supported,
        devices.condition_is,
        devices.computers_per_staff,
        devices.disposal_proposed,
        devices.gap_planned,
        network.intranet_link,
        network.reserve_link,
        network.bandwidth_per_staff,
        network.speed_as_contracted,
        network.link_contract_valid,
        network.link_not_doubled,
        network.internet_behind_firewall,
        governance.goods_code_and_register,
        governance.serial_recorded,
        governance.room_and_custodian,
        governance.condition_recorded,
        governance.seen_within,
        governance.labelled,
        governance.photographed,
        governance.on_room_card,
        governance.licence_valid,
        governance.ownership_recorded,
        governance.facility_tier,
        governance.facility_environment,
    )
}
"""Measure name -> the records it looks at and how it judges them; the names are those of `domain.measures`."""


def parts_of(criterion: Criterion, as_of: date, settings: Mapping[str, float]) -> tuple[Part, ...]:
    """The records that a criterion looks at on a day, with its arguments filled in."""
    arguments = criterion.arguments
    asked = Asked(
        as_of,
        {key: value for key, value in arguments.items() if isinstance(value, tuple)},
        {key: value.under(settings) for key, value in arguments.items() if isinstance(value, Amount)},
    )
    return PARTS[criterion.measure_name](asked)
