"""The hybrid logical clock: milliseconds since 1970 in the upper bits, a counter in the lower sixteen.

It only picks which of several unmerged values is shown meanwhile; causality is written in the changesets.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

COUNTER_BITS = 16
LARGEST_DRIFT = timedelta(days=1)


def at(moment: datetime) -> int:
    """The smallest clock value of a moment."""
    return int(moment.timestamp() * 1000) << COUNTER_BITS


def moment(hlc: int) -> datetime:
    """The moment of a clock value, aware UTC; impossible values give the end of time."""
    try:
        return datetime.fromtimestamp((hlc >> COUNTER_BITS) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def credible_limit(now: datetime) -> int:
    """The highest clock value that may pull ours along: a laptop set to 2099 must not drag everyone with it."""
    return at(now + LARGEST_DRIFT)


def tick(now: datetime, last: int) -> int:
    """The next clock value: now, or just after the last one that was seen."""
    return max(at(now), last + 1)
