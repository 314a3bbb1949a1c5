"""When a machine may ring somebody's phone."""

from datetime import datetime, time, timedelta

DAY_BEGINS, DAY_ENDS = time(7, 0), time(20, 0)


def polite_moment(now: datetime) -> datetime | None:
    """When an SMS that is ready now may leave: at once (None), or at seven in the morning. `now` is Nairobi's clock."""
    if DAY_BEGINS <= now.time() < DAY_ENDS:
        return None
    day = now.date() if now.time() < DAY_BEGINS else now.date() + timedelta(days=1)
    return datetime.combine(day, DAY_BEGINS, now.tzinfo)
