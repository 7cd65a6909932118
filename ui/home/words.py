"""What the first screen says about figures and tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spbe_assets.domain.vocabulary import Condition, title
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.home import Overview, Task, YearBar
from ui import format

LABELS_A_SHEET = 24
GIGABIT = 1000
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class TaskKind:
    """How a task looks, and how it reads for a number."""

    icon: str
    role: str
    text: Callable[[int], str]


KINDS = {
    "conflicts": TaskKind(
        "waypoints", "info",
        lambda n: ngettext("{n} record waits for a decision", "{n} records wait for a decision", n),
    ),
    "overdue": TaskKind(
        "calendar-clock", "bad",
        lambda n: ngettext("{n} item on loan is overdue", "{n} items on loan are overdue", n),
    ),
    "on-loan": TaskKind(
        "arrow-right", "info",
        lambda n: ngettext("{n} item on loan", "{n} items on loan", n),
    ),
    "no-intranet": TaskKind(
        "unplug", "bad",
        lambda n: ngettext("{n} agency without an active intranet", "{n} agencies without an active intranet", n),
    ),
    "warranty": TaskKind(
        "calendar-clock", "warn",
        lambda n: ngettext("{n} server warranty over or ending soon", "{n} server warranties over or ending soon", n),
    ),
    "contracts": TaskKind(
        "calendar-clock", "warn",
        lambda n: ngettext("{n} link contract over or ending soon", "{n} link contracts over or ending soon", n),
    ),
    "heavy": TaskKind(
        "triangle-alert", "bad",
        lambda n: ngettext("{n} heavily damaged item still in use", "{n} heavily damaged items still in use", n),
    ),
    "unlabelled": TaskKind(
        "qr-code", "warn",
        lambda n: ngettext("{n} item without a label", "{n} items without a label", n),
    ),
    "unseen": TaskKind(
        "eye", "warn",
        lambda n: ngettext("{n} item not seen for long", "{n} items not seen for long", n),
    ),
    "no-serial": TaskKind(
        "tag", "warn",
        lambda n: ngettext(
            "{n} server or network device without a serial number",
            "{n} servers and network devices without a serial number", n,
        ),
    ),
    "no-condition": TaskKind(
        "circle-dashed", "warn",
        lambda n: ngettext("{n} item of unknown condition", "{n} items of unknown condition", n),
    ),
}  # fmt: skip


def task_title(task: Task) -> str:
    """The task in one line."""
    return format.counted(KINDS[task.kind].text(task.count), task.count)


def task_detail(task: Task) -> str:
    """What stands small below it; empty for nothing."""
    if task.names:
        return ", ".join(task.names) + (", …" if task.count > len(task.names) else "")
    if task.rupiah:
        return _("{amount} at purchase").format(amount=format.short_rupiah(task.rupiah))
    if task.kind == "unlabelled":
        sheets = -(-task.count // LABELS_A_SHEET)
        return format.counted(ngettext("{n} sheet of A4", "{n} sheets of A4", sheets), sheets)
    return ""


def assets_note(overview: Overview) -> str:
    """Below the number of assets."""
    shown = _("{n} core devices").format(n=format.number(overview.backbone))
    new = _("+{n} this month").format(n=format.number(overview.new_this_month))
    return f"{new} · {shown}" if overview.new_this_month else shown


def links_note(overview: Overview) -> str:
    """Below the number of links."""
    bare = _("{n} without reserve").format(n=format.number(overview.without_reserve))
    rate = overview.intranet_mbps
    if not rate:
        return bare if overview.links else _("none recorded yet")
    shown = f"{format.decimal(rate / GIGABIT, 1)} Gbps" if rate >= GIGABIT else f"{format.decimal(rate)} Mbps"
    return _("{rate} intranet").format(rate=shown) + f" · {bare}"


def seen_title(overview: Overview) -> str:
    """Above the share that was seen: in which time."""
    days = overview.seen_days
    if days % DAYS_A_YEAR == 0:
        months = days // DAYS_A_YEAR * 12
        return format.counted(ngettext("Seen in {n} month", "Seen in {n} months", months), months)
    return format.counted(ngettext("Seen in {n} day", "Seen in {n} days", days), days)


def seen_note(overview: Overview) -> str:
    """Below the share that was seen."""
    return _("{n} not seen").format(n=format.number(overview.not_seen))


def year_name(bar: YearBar) -> str:
    """Below a column."""
    return f"≤{bar.year}" if bar.first else str(bar.year)


def year_tip(bar: YearBar) -> str:
    """What a column says in words."""
    parts = [
        f"{title(condition)} {format.number(count)}"
        for condition, count in zip(Condition, (bar.good, bar.light, bar.heavy), strict=True)
    ]
    if bar.unknown:
        parts.append(_("condition unknown {n}").format(n=format.number(bar.unknown)))
    total = format.counted(ngettext("{n} item", "{n} items", bar.total), bar.total)
    return f"{year_name(bar)}: {total} · " + " · ".join(parts)
