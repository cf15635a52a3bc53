"""Made-up histories with what a page that follows them must show: `pages.py --count 50`, one JSON object to a line.

The registration stands among the events, as on a phone, so that the page and the oracle read the very same thing.
"""

import argparse
import json
import random
import sys
from datetime import date, timedelta

# What Python would keep beside these files is no part of the project.
sys.dont_write_bytecode = True

import histories  # noqa: E402
import procedure  # noqa: E402
import working_days  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=539)
    parser.add_argument("--count", type=int, default=50)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    calendar = working_days.Calendar()
    printed = 0
    while printed < options.count:
        made_up = page(calendar, histories.made_up(chance, calendar))
        run = procedure.runs_of(procedure.counting(made_up["history"]["events"]))[-1]
        # Before the registration of a forwarded application a page shows no term; other tests look at that.
        if run.has("registered") or not run.has("received", "handed_over"):
            print(json.dumps(made_up))
            printed += 1
    return 0


def page(calendar: working_days.Calendar, history: dict) -> dict:
    own = procedure.registration(calendar, history["registered"])
    first = procedure.runs_of(procedure.counting(history["events"]))[0]
    if own and not first.has("registered"):
        came_in = None if own.came_in == own.on else str(own.came_in)
        history["events"].append(histories.event("gateway", "registered", own.on) | {"came_in": came_in})
    history["registered"] = None
    return {"history": history, "answer": procedure.answer(calendar, history), "whole": whole(calendar, history)}


def whole(calendar: working_days.Calendar, history: dict) -> dict | None:
    """The whole term of the last run: its end, and the working days that a calendar of it shows, in order."""
    run = procedure.runs_of(procedure.counting(history["events"]))[-1]
    registered = run.first.get("registered")
    term = procedure.WHOLE.get(history["service"])
    if not registered or not term:
        return None
    today = date.fromisoformat(history["today"])
    due, end = calendar.add(registered, term), run.end()
    last = end or max(due, today)
    after = (registered + timedelta(days=n) for n in range(1, (last - registered).days + 1))
    return {
        "ended": end and str(end),
        "counted": calendar.between(registered, end or today),
        "left": 0 if end else calendar.between(max(registered, today), due),
        "overdue_by": calendar.between(due, end or today),
        "days": [str(day) for day in after if day in calendar.working],
    }


if __name__ == "__main__":
    sys.exit(main())
