"""Made-up histories as they come from the authority's system: late, twice, out of order, corrected, with gaps.

None of them comes from a real application. What the order and our documentation leave open is not made: two refusals to
accept on one day, an event that replaces itself, and registrations of one day that came in on different days.
"""

import random
from datetime import date, timedelta

from procedure import registration
from receipts import made_up_day, made_up_moment
from working_days import Calendar

# In days, between one event and the next: mostly soon, at times on the same day, at times past every term.
GAPS = [0, 0, 1, 1, 2, 3, 5, 8, 14, 30, 45]
# How many days before its registration an application came in, if it was on another day.
WAITS = [1, 1, 1, 2, 3, 4, 9]
SERVICES = ["grant"] * 7 + ["extend", "duplicate_certificate", "duplicate_decision"]


def made_up(chance: random.Random, calendar: Calendar) -> dict:
    start = made_up_day(chance, calendar)
    # All that may come before and follow lies within the years that the calendar knows.
    start = min(max(start, calendar.first + timedelta(days=40)), calendar.last - timedelta(days=750))
    steps = path(chance)
    if chance.random() < 0.4 and "registered" in steps:
        # The registration was the gateway's own, so nobody reports it.
        steps.remove("registered")
    steps = [step for step in steps if chance.random() < 0.93]
    events = dated(chance, start, steps)
    spoil(chance, events)
    own = registered(chance, calendar, start)
    receive(chance, calendar, events, own)
    chance.shuffle(events)
    today = start + timedelta(days=chance.choice([-3, 0, 1, 2, 7, 20, 40, 80, 120, chance.randint(0, 200)]))
    return {
        "service": chance.choice(SERVICES),
        "registered": own,
        "today": str(today),
        "events": events,
    }


def path(chance: random.Random) -> list[str]:
    """The kinds of events of one application in their order, as far as it came."""
    steps = []
    while chance.random() < 0.25 and len(steps) < 6:
        steps += [*beginning(chance), "refused_to_accept"]
    steps += beginning(chance)
    if chance.random() < 0.08 and len(steps) > 2:
        # Handed over after the last refusal, and not registered yet.
        steps.pop()
        return steps if steps[-1] in ("received", "handed_over") else [*steps, chance.choice(["received", "handed_over"])]
    if chance.random() < 0.08:
        # Registered once more without a refusal between.
        steps.append("registered")
    rest = ["accepted", "sent_to_bodies", *reports(chance), "handed_to_commission"]
    rest.append(chance.choice(["recommended_grant", "recommended_refusal"]))
    rest.append(chance.choice(["granted", "refused"]))
    steps += rest[: chance.choice([0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9])]
    if chance.random() < 0.1:
        steps.append("withdrawn")
    if chance.random() < 0.05:
        # A second decision contradicts the first.
        steps.append(chance.choice(["granted", "refused"]))
    return steps


def beginning(chance: random.Random) -> list[str]:
    """What an operator does first, if there is one, and the registration."""
    operator = [kind for kind in ("received", "handed_over") if chance.random() < 0.4]
    return [*operator, "registered"]


def reports(chance: random.Random) -> list[str]:
    """What each of the two kinds of bodies receives and then answers, the one whenever the other does."""
    bodies = ["internal_affairs", "national_security"] * 2
    chance.shuffle(bodies)
    return [f"{body}_{'answered' if body in bodies[:place] else 'received'}" for place, body in enumerate(bodies)]


def dated(chance: random.Random, start: date, steps: list[str]) -> list[dict]:
    day = start
    events = []
    refusals = set()
    for number, kind in enumerate(steps):
        if number:
            day += timedelta(days=chance.choice(GAPS))
        on = day
        if chance.random() < 0.06:
            on += timedelta(days=chance.randint(-20, 20))
        if kind == "refused_to_accept":
            while on in refusals:
                on += timedelta(days=1)
            refusals.add(on)
        events.append(event(f"e{number}", kind, on))
    return events


def event(name: str, kind: str, on: date, replaces: str | None = None) -> dict:
    return {"event_id": name, "kind": kind, "on": str(on), "replaces": replaces}


def spoil(chance: random.Random, events: list[dict]):
    """Adds what goes wrong on the way."""
    for told in list(events):
        on = date.fromisoformat(told["on"])
        name = told["event_id"]
        moved = on + timedelta(days=chance.randint(-6, 6))
        may_move = told["kind"] != "refused_to_accept"
        if chance.random() < 0.12:
            events.append(dict(told))
        if chance.random() < 0.05 and may_move:
            # The same id again with another day.
            events.append(event(name, told["kind"], moved))
        if chance.random() < 0.1:
            kind = told["kind"]
            if kind == "refused_to_accept":
                # Taken back.
                kind = "accepted"
            events.append(event(f"{name}-corrected", kind, moved, name))
            if chance.random() < 0.3:
                events.append(event(f"{name}-corrected-again", kind, on, f"{name}-corrected"))
            elif chance.random() < 0.2:
                # Each replaces the other, so neither counts.
                told["replaces"] = f"{name}-corrected"
        if chance.random() < 0.03 and may_move:
            events.append(event(f"{name}-stray", told["kind"], moved, "never-told"))


def receive(chance: random.Random, calendar: Calendar, events: list[dict], own: str | None):
    """Says of registrations when the application came in: of those of one day the same day, also of the gateway's own."""
    came_in: dict[str, str | None] = {}
    if first := registration(calendar, own):
        came_in[str(first.on)] = None if first.came_in == first.on else str(first.came_in)
    for told in events:
        if told["kind"] == "registered":
            earlier = str(date.fromisoformat(told["on"]) - timedelta(days=chance.choice(WAITS)))
            day = came_in.setdefault(told["on"], chance.choice([None, earlier]))
            # None is said, or nothing is.
            if day or chance.random() < 0.5:
                told["came_in"] = day


def registered(chance: random.Random, calendar: Calendar, start: date) -> str | None:
    moment = made_up_moment(chance, calendar).replace(year=start.year, month=start.month, day=start.day)
    return chance.choice(
        [
            None,
            str(start),
            moment.isoformat(timespec="minutes"),
            moment.isoformat(timespec="seconds"),
            f"{moment.isoformat(timespec='seconds')}{chance.choice(['Z', '+05:00', '+08:00', '-03:30'])}",
        ]
    )
