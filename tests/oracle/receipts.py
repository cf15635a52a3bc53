"""Receipts: when one is registered, and the last day of a term from then on.

Received on a day off or after the cut-off minute: registered the next working day (Administrative Procedural Code art.
64(3)). Day 1 of a term is the first working day after registration; the last one counts whole.
"""

import random
from datetime import date, datetime, time, timedelta

from working_days import Calendar

# That minute is still in time.
CUT_OFF = time(18, 30)
# The whole terms, the terms of the stages, none, and long ones.
TERMS = [0, 1, 3, 5, 10, 20, 35, 260]


def registered(calendar: Calendar, received: datetime) -> date:
    """`received` is by the clocks of Astana."""
    in_time = received.time().replace(second=0) <= CUT_OFF
    if received.date() in calendar.working and in_time:
        return received.date()
    return calendar.add(received.date(), 1)


def answer(calendar: Calendar, received: datetime, term: int, _seconds: bool) -> str:
    start = registered(calendar, received)
    due = calendar.add(start, term)
    return f"{start} {due} {'provisional' if calendar.is_provisional(start, due) else 'official'}"


def line(received: datetime, term: int, seconds: bool) -> str:
    return f"{received.isoformat(timespec='seconds' if seconds else 'minutes')} {term}"


def made_up_day(chance: random.Random, calendar: Calendar) -> date:
    """A day, more often one around which something is unusual; so early that a year later is still known."""
    last = calendar.last - timedelta(days=400)
    day = date.fromordinal(chance.randint(calendar.first.toordinal(), last.toordinal()))
    if chance.random() < 0.5:
        unusual = [near for near in (day + timedelta(days=step) for step in range(30)) if calendar.reason(near)]
        if unusual:
            day = chance.choice(unusual) + timedelta(days=chance.randint(-3, 1))
    return min(max(day, calendar.first), last)


def made_up_moment(chance: random.Random, calendar: Calendar) -> datetime:
    if chance.random() < 0.5:
        minute = chance.randint(18 * 60 + 28, 18 * 60 + 33)
    else:
        minute = chance.choice([0, 23 * 60 + 59, chance.randrange(24 * 60)])
    clock = time(minute // 60, minute % 60, chance.randrange(60))
    return datetime.combine(made_up_day(chance, calendar), clock)


def made_up(chance: random.Random, calendar: Calendar) -> tuple[datetime, int, bool]:
    """When it was received, the working days of the term, and whether the line says the seconds."""
    term = chance.choice(TERMS) if chance.random() < 0.7 else chance.randint(0, 260)
    seconds = chance.random() < 0.5
    return made_up_moment(chance, calendar), term, seconds
