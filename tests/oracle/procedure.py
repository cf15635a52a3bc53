"""Order No. 539 as a procedure: what a history of events comes to, written from the order and not from our code.

Each term in working days, with the order's words for what it counts from:

- ¶5-1, "өтініш келіп түскен күннен кейін бір жұмыс күні ішінде": the local executive body checks the documents, and
  accepts or refuses, within 1 after the day on which the application came in.
- ¶7, "ішкі істер органдарының, ұлттық қауіпсіздік органдарының аумақтық бөлімшелері … құжаттар топтамасын алған күннен
  кейін жиырма жұмыс күні ішінде": the units of internal affairs and those of national security inform within 20 after the
  day on which they received the package. Each has its own day of receipt, so each its own term, and they run side by side.
- ¶8, "ішкі істер органдарынан және Ұлттық қауіпсіздік органдарынан ақпарат келіп түскен күннен кейін үш жұмыс күні
  ішінде": it is put before the Commission within 3 after the information of the one and of the other came in.
- ¶9, "өтініш келіп түскен күннен кейін он жұмыс күні ішінде": the Commission recommends within 10 after it came in there.
- Annex 2, row 3, "35 жұмыс күні ішінде", "5 жұмыс күні ішінде": 35 to grant, 5 to extend, from no day that is named; from
  registration here. For duplicates the order gives none.

¶5-1 says when it came in (келіп түскен), not when it was registered (тіркеу, ¶4 and ¶5). On most days the two are one.
What came in on a day off or after hours is registered later: then the clock of the check goes on from registration, which
accuses nobody too early, and `due_from_receipt` says the day that the words of ¶5-1 come to. No term of the order counts
from what a forwarding operator hands over, nor from the sending to the bodies.

What the order leaves open is as the documentation of our timeline decides: one id is one event, and of two contents the
one with the earlier day counts; what another event replaces does not count; of one kind the first counts; a registration
after a refusal to accept begins a new run, or what is handed over before it; clocks stop at the first end, the standing is
that of the last one. What was sent to the bodies has passed the check. Of two registrations of one day, the application
came in on the earlier of their days. Where an application is refused and sent again on one day, the refusals of that day
stand before what was sent again.
"""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import receipts
from working_days import Calendar

WHOLE = {"grant": 35, "extend": 5}

# In the order of the procedure, which also decides between events of one day.
KINDS = [
    "received",
    "handed_over",
    "registered",
    "accepted",
    "refused_to_accept",
    "sent_to_bodies",
    "internal_affairs_received",
    "national_security_received",
    "internal_affairs_answered",
    "national_security_answered",
    "handed_to_commission",
    "recommended_grant",
    "recommended_refusal",
    "granted",
    "refused",
    "withdrawn",
]
# What begins the next run after a refusal to accept.
BEGINNINGS = {"received", "handed_over", "registered"}
ENDS = {"granted", "refused", "refused_to_accept", "withdrawn"}
DECISIONS = {"granted", "refused"}
# Each of these says that the documents have been checked.
CHECKED = {
    "accepted",
    "sent_to_bodies",
    "internal_affairs_received",
    "national_security_received",
    "internal_affairs_answered",
    "national_security_answered",
}

# Everything that an answer can say of an application or of a stage.
WORDS = [
    "not_registered", "received", "handed_over", "registered", "refused_to_accept", "being_checked", "with_commission",
    "granted", "refused",
    "withdrawn", "ahead", "running", "overdue", "ended", "passed_unreported", "not_reached", "due_from_receipt",
]  # fmt: skip

# Astana kept UTC+6 until this instant and UTC+5 since.
ONE_ZONE_SINCE = datetime(2024, 2, 29, 18, tzinfo=UTC)


class Event(NamedTuple):
    on: date
    kind: str
    # Of a registration: the day on which the application came in.
    came_in: date


class Run:
    """One run through the procedure: the first event of each kind, and the last end."""

    def __init__(self):
        self.first: dict[str, date] = {}
        self.came_in: date | None = None
        self.last_end: str | None = None

    def take(self, event: Event):
        if event.kind == "registered" and "registered" not in self.first:
            self.came_in = event.came_in
        self.first.setdefault(event.kind, event.on)
        if event.kind in ENDS:
            self.last_end = event.kind

    def has(self, *kinds: str) -> bool:
        return any(kind in self.first for kind in kinds)

    def earliest(self, *kinds: str) -> date | None:
        return min((self.first[kind] for kind in kinds if kind in self.first), default=None)

    def both(self, *kinds: str) -> date | None:
        return max(self.first[kind] for kind in kinds) if all(kind in self.first for kind in kinds) else None

    def end(self) -> date | None:
        return self.earliest(*ENDS)

    def standing(self) -> str:
        if self.last_end:
            return self.last_end
        if self.has("handed_to_commission", "recommended_grant", "recommended_refusal"):
            return "with_commission"
        if self.has(*CHECKED):
            return "being_checked"
        for kind in ("registered", "handed_over", "received"):
            if self.has(kind):
                return kind
        return "not_registered"


def counting(events: list[dict]) -> list[Event]:
    """Each event that counts."""
    corrected = {event["replaces"] for event in events if event["replaces"] != event["event_id"]}
    by_id: dict[str, Event] = {}
    for event in events:
        if event["event_id"] not in corrected:
            came_in = date.fromisoformat(event.get("came_in") or event["on"])
            told = Event(date.fromisoformat(event["on"]), event["kind"], came_in)
            by_id[event["event_id"]] = min(told, by_id.get(event["event_id"], told))
    return list(by_id.values())


def runs_of(counted: list[Event]) -> list[Run]:
    runs = [Run()]
    for day in sorted({event.on for event in counted}):
        told = sorted((event for event in counted if event.on == day), key=lambda event: (KINDS.index(event.kind), event))
        kinds = [event.kind for event in told]
        # Refused and sent again on one day. A refusal is of what came in before it: the application that is open takes each
        # step of coming in that it has not taken yet, and what has been taken already is of the application that follows.
        if "refused_to_accept" in kinds:
            taken = -1
            if not runs[-1].has("refused_to_accept"):
                taken = max((KINDS.index(kind) for kind in BEGINNINGS if runs[-1].has(kind)), default=-1)
            before, again, rest = [], [], []
            for event in told:
                step = KINDS.index(event.kind)
                if event.kind not in BEGINNINGS:
                    rest.append(event)
                elif step > taken:
                    before.append(event)
                    taken = step
                else:
                    again.append(event)
            refused = max(place for place, event in enumerate(rest) if event.kind == "refused_to_accept") + 1
            told = before + rest[:refused] + again + rest[refused:]
        for event in told:
            if event.kind in BEGINNINGS and runs[-1].has("refused_to_accept"):
                runs.append(Run())
            runs[-1].take(event)
    return runs


def astana(text: str) -> datetime:
    """A moment by the clocks of Astana: as it is written, or of its zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment
    utc = moment.astimezone(UTC)
    hours = 5 if utc >= ONE_ZONE_SINCE else 6
    return (utc + timedelta(hours=hours)).replace(tzinfo=None)


def registration(calendar: Calendar, text: str | None) -> Event | None:
    """What is told besides the events: the day of a registration, or the moment at which the application came in."""
    if text is None:
        return None
    if len(text) == len("2026-11-22"):
        day = date.fromisoformat(text)
        return Event(day, "registered", day)
    moment = astana(text)
    return Event(receipts.registered(calendar, moment), "registered", moment.date())


def answer(calendar: Calendar, history: dict) -> dict:
    counted = counting(history["events"])
    own = registration(calendar, history["registered"])
    if own and not runs_of(counted)[0].has("registered"):
        counted.append(own)
    run = runs_of(counted)[-1]
    registered = run.first.get("registered")
    whole = WHOLE.get(history["service"])
    return {
        "whole_due": str(calendar.add(registered, whole)) if registered and whole else None,
        "standing": run.standing(),
        "stages": stages(calendar, run, date.fromisoformat(history["today"])) if whole == 35 else [],
    }


def stages(calendar: Calendar, run: Run, today: date) -> list[dict]:
    registered, handed = run.first.get("registered"), run.first.get("handed_to_commission")
    answers = run.both("internal_affairs_answered", "national_security_answered")
    recommended = run.earliest("recommended_grant", "recommended_refusal")

    def body(name: str) -> tuple[int, str, int, date | None, date | None]:
        return 1, name, 20, run.first.get(f"{name}_received"), run.first.get(f"{name}_answered")

    # The step, the stage, its term, the day it began, the day of its own end. Stages of one step run side by side.
    table = [
        (0, "check", 1, registered, run.earliest("accepted", "refused_to_accept")),
        body("internal_affairs"),
        body("national_security"),
        (2, "to_commission", 3, answers, handed),
        (3, "commission", 10, handed, recommended),
    ]
    told = []
    # Of each stage, after what comes before them all, the latest day on which it may end and the next step begin.
    ends: list[tuple[int, date | None]] = [(-1, registered)]
    for step, name, term, began, own_end in table:
        before = [end for of, end in ends if of == step - 1]
        latest = max(before) if all(before) else None
        later = run.has(*DECISIONS) or any(after[3] or after[4] for after in table if after[0] > step)
        if name == "check":
            later = later or run.has(*CHECKED)
        stage = dict.fromkeys(["entered", "due", "counted", "left", "overdue_by", "provisional", "projected", "due_from_receipt"])
        if not own_end and later or own_end and not began:
            state = "passed_unreported"
            latest = own_end or latest
        elif began:
            due = calendar.add(began, term)
            end = own_end or run.end()
            state = "ended" if end else "overdue" if due < today else "running"
            stage |= {
                "entered": str(began),
                "due": str(due),
                "counted": calendar.between(began, end or today),
                "left": 0 if end else calendar.between(max(began, today), due),
                "overdue_by": calendar.between(due, end or today),
                "provisional": calendar.is_provisional(began, due),
            }
            if name == "check":
                due_from_receipt = calendar.add(run.came_in, term)
                stage["due_from_receipt"] = str(due_from_receipt) if due_from_receipt != due else None
            latest = end or max(due, today)
        elif run.end():
            state = "not_reached"
        else:
            state = "ahead"
            latest = latest and calendar.add(latest, term)
            if latest:
                stage["projected"] = str(latest)
                stage["provisional"] = calendar.is_provisional(registered, latest) if registered else None
        ends.append((step, latest))
        told.append({"stage": name, "state": state} | stage)
    return told
