"""When a machine reminds."""

from datetime import date, timedelta

REMIND_DAYS = (14, 3, 1)  # before a visit
CHASE_DAYS = 7  # between two reminders of a late report


def reminder_due(start: date, today: date, changed: date) -> int | None:
    """Which reminder of a visit is due today: 14, 3 or 1 days before, or None.

    One that a dead worker missed is still sent until the next one is due. A visit that was changed since is news
    already, and is not reminded of for that day.
    """
    due = [days for days in REMIND_DAYS if start - timedelta(days=days) <= today < start]
    if not due or start - timedelta(days=min(due)) < changed:
        return None
    return min(due)


def weeks_late(due: date, today: date) -> int | None:
    """For how many whole weeks a report is late, counted from the day after it was due; None if it is not."""
    late = (today - due).days
    return (late - 1) // CHASE_DAYS if late > 0 else None
