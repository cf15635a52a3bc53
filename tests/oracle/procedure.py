"""Order No. 539 as a procedure: what a history of events comes to, written from the order and not from our code.

- ¶5-1: the local executive body checks the documents within 1 working day after registration, and accepts or refuses.
- ¶7: the bodies of internal affairs and national security answer within 20 after they received the package.
- ¶8: it is put before the Commission within 3 after both answers.
- ¶9: the Commission recommends within 10 after it came in.
- Annex 2, row 3: 35 working days to grant, 5 to extend. For duplicates the order gives none.

What the order leaves open is as the documentation of our timeline decides: one id is one event, and of two contents the
one with the earlier day counts; what another event replaces does not count; of one kind the first counts; a registration
after a refusal to accept begins a new run; clocks stop at the first end, the standing is that of the last one.
"""

from datetime import UTC, date, datetime, timedelta

import receipts
from working_days import Calendar

WHOLE = {"grant": 35, "extend": 5}

# In the order of the procedure, which also decides between events of one day.
KINDS = [
    "registered",
    "accepted",
    "refused_to_accept",
    "sent_to_bodies",
    "internal_affairs_answered",
    "national_security_answered",
    "handed_to_commission",
    "recommended_grant",
    "recommended_refusal",
    "granted",
    "refused",
    "withdrawn",
]
ENDS = {"granted", "refused", "refused_to_accept", "withdrawn"}
DECISIONS = {"granted", "refused"}

# Everything that an answer can say of an application or of a stage.
WORDS = [
    "not_registered", "registered", "refused_to_accept", "being_checked", "with_commission", "granted", "refused",
    "withdrawn", "ahead", "running", "overdue", "ended", "passed_unreported", "not_reached",
]  # fmt: skip

# Astana kept UTC+6 until this instant and UTC+5 since.
ONE_ZONE_SINCE = datetime(2024, 2, 29, 18, tzinfo=UTC)


class Run:
    """One run through the procedure: the first day of each kind of event, and the last end."""

    def __init__(self):
        self.first: dict[str, date] = {}
        self.last_end: str | None = None

    def take(self, kind: str, on: date):
        self.first.setdefault(kind, on)
        if kind in ENDS:
            self.last_end = kind

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
        if self.has("accepted", "sent_to_bodies", "internal_affairs_answered", "national_security_answered"):
            return "being_checked"
        return "registered" if self.has("registered") else "not_registered"


def counting(events: list[dict]) -> list[tuple[date, str]]:
    """The day and kind of each event that counts."""
    corrected = {event["replaces"] for event in events if event["replaces"] != event["event_id"]}
    by_id: dict[str, tuple[date, str]] = {}
    for event in events:
        if event["event_id"] not in corrected:
            told = (date.fromisoformat(event["on"]), event["kind"])
            by_id[event["event_id"]] = min(told, by_id.get(event["event_id"], told))
    return list(by_id.values())


def runs_of(counted: list[tuple[date, str]]) -> list[Run]:
    runs = [Run()]
    registered_before = False
    for day in sorted({on for on, _ in counted}):
        kinds = sorted((kind for on, kind in counted if on == day), key=KINDS.index)
        # Refused and sent again on one day: the new registration follows what ended the run before it. One that begins
        # a run on that day, be it the first of all or after an earlier refusal, stands before the refusal of that run.
        if "refused_to_accept" in kinds:
            open_run = registered_before and not runs[-1].has("refused_to_accept")
            again = [kind for kind in kinds if kind == "registered"][0 if open_run else 1 :]
            kinds = kinds[len(again) :]
            refused = kinds.index("refused_to_accept") + 1
            kinds[refused:refused] = again
        for kind in kinds:
            if kind == "registered" and runs[-1].has("refused_to_accept"):
                runs.append(Run())
            runs[-1].take(kind, day)
            registered_before |= kind == "registered"
    return runs


def astana(text: str) -> datetime:
    """A moment by the clocks of Astana: as it is written, or of its zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment
    utc = moment.astimezone(UTC)
    hours = 5 if utc >= ONE_ZONE_SINCE else 6
    return (utc + timedelta(hours=hours)).replace(tzinfo=None)


def registered_field(calendar: Calendar, text: str | None) -> date | None:
    if text is None or len(text) == len("2026-11-22"):
        return text and date.fromisoformat(text)
    return receipts.registered(calendar, astana(text))


def answer(calendar: Calendar, history: dict) -> dict:
    counted = counting(history["events"])
    field = registered_field(calendar, history["registered"])
    if field and not runs_of(counted)[0].has("registered"):
        counted.append((field, "registered"))
    run = runs_of(counted)[-1]
    registered = run.first.get("registered")
    whole = WHOLE.get(history["service"])
    return {
        "whole_due": str(calendar.add(registered, whole)) if registered and whole else None,
        "standing": run.standing(),
        "stages": stages(calendar, run, date.fromisoformat(history["today"])) if whole == 35 else [],
    }


def stages(calendar: Calendar, run: Run, today: date) -> list[dict]:
    registered = run.first.get("registered")
    # The stage, its term, the day it began, the day of its own end.
    answers = run.both("internal_affairs_answered", "national_security_answered")
    handed = run.first.get("handed_to_commission")
    table = [
        ("check", 1, registered, run.earliest("accepted", "refused_to_accept")),
        ("bodies", 20, run.first.get("sent_to_bodies"), answers),
        ("to_commission", 3, answers, handed),
        ("commission", 10, handed, run.earliest("recommended_grant", "recommended_refusal")),
    ]
    told = []
    # The latest day on which the stage before may end, and so this one begin.
    latest = registered
    for place, (name, term, began, own_end) in enumerate(table):
        later = run.has(*DECISIONS) or any(after[2] or after[3] for after in table[place + 1 :])
        stage = dict.fromkeys(
            ["entered", "due", "counted", "left", "overdue_by", "provisional", "projected"]
        )
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
            latest = end or max(due, today)
        elif run.end():
            state = "not_reached"
        else:
            state = "ahead"
            latest = latest and calendar.add(latest, term)
            if latest:
                stage["projected"] = str(latest)
                stage["provisional"] = calendar.is_provisional(registered, latest) if registered else None
        told.append({"stage": name, "state": state} | stage)
    return told
