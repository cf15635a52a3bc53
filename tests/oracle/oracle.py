"""Compares what our rules answer with what others come to: `oracle.py calendar`, `oracle.py due`, `oracle.py timeline`.

Nothing here uses code or data of ours. The days off come from the package `holidays`; the terms and paragraphs are read
anew from order No. 539 (`procedure.py`). All histories are made up. Exit code 1 says that the two differ, and where.
"""

import argparse
import json
import random
import subprocess
import sys
from datetime import date, timedelta

# What Python would keep beside these files is no part of the project.
sys.dont_write_bytecode = True

import histories  # noqa: E402
import procedure  # noqa: E402
import receipts  # noqa: E402
import working_days  # noqa: E402

# Differences shown; one is mostly enough to see what is wrong.
SHOWN = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", choices=["calendar", "due", "timeline"])
    parser.add_argument("--seed", type=int, default=539)
    parser.add_argument("--count", type=int, default=10_000, help="lines or histories")
    parser.add_argument("--xtask", help="the built program; without it `cargo xtask` is asked")
    options = parser.parse_args()
    ask = Ask([options.xtask] if options.xtask else ["cargo", "xtask"])
    chance = random.Random(options.seed)
    calendar = working_days.Calendar()
    if options.question == "calendar":
        return compare_calendar(ask, calendar)
    if options.question == "due":
        return compare_due(ask, calendar, chance, options)
    return compare_timeline(ask, calendar, chance, options)


class Ask:
    """Our program, asked by its commands."""

    def __init__(self, command: list[str]):
        self.command = command

    def run(self, arguments: list[str], lines: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(self.command + arguments, input=lines, capture_output=True, encoding="utf-8", check=False)

    def lines(self, arguments: list[str], lines: list[str]) -> list[str]:
        """One answer to each line, or to none given, those that there are."""
        done = self.run(arguments, "".join(line + "\n" for line in lines))
        if done.returncode != 0:
            sys.exit(f"{' '.join(arguments)} ended with code {done.returncode}: {done.stderr.strip()}")
        answers = done.stdout.splitlines()
        if lines and len(answers) != len(lines):
            sys.exit(f"{' '.join(arguments)} gave {len(answers)} answers to {len(lines)} lines")
        return answers

    def timelines(self, questions: list[dict]) -> list[dict]:
        lines = [json.dumps(question) for question in questions]
        return [json.loads(answer) for answer in self.lines(["timeline", "-"], lines)] if lines else []


def compare_calendar(ask: Ask, calendar: working_days.Calendar) -> int:
    differences = []
    compared = 0
    for year in working_days.YEARS:
        ours = dict(line.split(" ", 1) for line in ask.lines(["calendar", str(year)], []))
        day = date(year, 1, 1)
        while day.year == year:
            theirs = calendar.reason(day)
            if ours.pop(str(day), None) != theirs:
                differences.append(f"{day}: expected {theirs or 'nothing unusual'}")
            compared += 1
            day += timedelta(days=1)
        differences += [f"{day} is named in {year}" for day in ours]
    return told(differences, f"{compared} days")


def compare_due(ask: Ask, calendar: working_days.Calendar, chance: random.Random, options) -> int:
    questions = [receipts.made_up(chance, calendar) for _ in range(options.count)]
    lines = [receipts.line(*question) for question in questions]
    differences = []
    for question, line, ours in zip(questions, lines, ask.lines(["due", "-"], lines), strict=True):
        theirs = receipts.answer(calendar, *question)
        if ours != theirs:
            differences.append(f"{line}\n  ours:     {ours}\n  expected: {theirs}")
    # What a bad line does cannot be seen from inside the program.
    bad = ask.run(["due", "-"], f"{lines[0]}\nbad\n{lines[0]}\n")
    if bad.returncode != 2 or len(bad.stdout.splitlines()) != 1 or not bad.stderr.startswith("line 2: "):
        differences.append(f"a bad second line: code {bad.returncode}, {bad.stdout!r}, {bad.stderr!r}")
    return told(differences, f"{len(lines)} lines of seed {options.seed}")


def compare_timeline(ask: Ask, calendar: working_days.Calendar, chance: random.Random, options) -> int:
    questions = [histories.made_up(chance, calendar) for _ in range(options.count)]
    expected = [procedure.answer(calendar, question) for question in questions]
    seen = {answer["standing"] for answer in expected}
    told_stages = [stage for answer in expected for stage in answer["stages"]]
    seen |= {stage["state"] for stage in told_stages}
    seen |= {"due_from_receipt" for stage in told_stages if stage["due_from_receipt"]}
    seen |= {event["kind"] for question in questions for event in question["events"]}
    different = [
        question for question, theirs, ours in zip(questions, expected, ask.timelines(questions), strict=True) if ours != theirs
    ]
    differences = [difference(ask, calendar, question) for question in different[:SHOWN]]
    differences += [f"{json.dumps(question)} too" for question in different[SHOWN:]]
    # Histories that never come to a state would say nothing about it.
    if options.count >= 1000:
        wanted = procedure.WORDS + procedure.KINDS
        differences += [f"no history came to {word}" for word in wanted if word not in seen]
    return told(differences, f"{len(questions)} histories of seed {options.seed}")


def difference(ask: Ask, calendar: working_days.Calendar, question: dict) -> str:
    """What is left of a history when every event is gone without which the two still differ."""
    while True:
        events = question["events"]
        fewer = [question | {"events": events[:place] + events[place + 1 :]} for place in range(len(events))]
        still = [each for each, ours in zip(fewer, ask.timelines(fewer), strict=True) if ours != procedure.answer(calendar, each)]
        if not still:
            break
        question = still[0]
    ours, theirs = ask.timelines([question])[0], procedure.answer(calendar, question)
    return f"{json.dumps(question)}\n  ours:     {json.dumps(ours)}\n  expected: {json.dumps(theirs)}"


def told(differences: list[str], compared: str) -> int:
    for difference in differences[:SHOWN]:
        print(difference)
    if differences:
        print(f"{len(differences)} differences in {compared}")
        return 1
    print(f"the same in {compared}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
