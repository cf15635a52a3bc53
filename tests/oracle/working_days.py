"""The working days of Kazakhstan as the package `holidays` has them, counted by walking from day to day."""

from datetime import date, timedelta

import holidays

# The years that our calendar knows.
YEARS = range(2022, 2029)
# From this year on neither transfers nor Kurban Ait have been announced. Later announcements move it.
FIRST_PROVISIONAL = 2027

ONE_DAY = timedelta(days=1)

# The package's names, and the keys by which we know the same holidays.
KEYS = {
    "New Year's Day": "new_year",
    "Orthodox Christmas": "orthodox_christmas",
    "International Women's Day": "womens_day",
    "Nowruz Holiday": "nauryz",
    "Kazakhstan's People Solidarity Holiday": "unity_day",
    "Defender of the Fatherland Day": "defender_day",
    "Victory Day": "victory_day",
    "Capital Day": "capital_day",
    "Constitution Day": "constitution_day",
    "Republic Day": "republic_day",
    "Independence Day": "independence_day",
    "Eid al-Adha": "kurban_ait",
}


class Calendar:
    def __init__(self):
        self.package = holidays.country_holidays("KZ", years=YEARS, language="en_US")
        self.first = date(YEARS[0], 1, 1)
        self.last = date(YEARS[-1], 12, 31)
        self.working = set()
        day = self.first
        while day <= self.last:
            if self.package.is_working_day(day):
                self.working.add(day)
            day += ONE_DAY

    def reason(self, day: date) -> str | None:
        """Why a weekday is off or a weekend day is worked, in our words; nothing for a usual day."""
        is_weekend = day.weekday() >= 5
        if (day in self.working) != is_weekend:
            return None
        if is_weekend:
            return "worked_weekend"
        name = self.package[day]
        if name.startswith("Day off (substituted"):
            return "transferred_off"
        plain = name.removesuffix(" (estimated)")
        moved = plain.endswith(" (observed)")
        plain = plain.removesuffix(" (observed)")
        # A name that is not known here differs from whatever we say.
        return f"{'moved_holiday' if moved else 'holiday'} {KEYS.get(plain, plain)}"

    def add(self, day: date, count: int) -> date:
        """The last of `count` working days, the first of which is the first one after `day`."""
        while count:
            day += ONE_DAY
            count -= day in self.working
        return day

    def between(self, earlier: date, later: date) -> int:
        """How many working days lie after `earlier`, up to and with `later`."""
        count = 0
        while earlier < later:
            earlier += ONE_DAY
            count += earlier in self.working
        return count

    def is_provisional(self, earlier: date, later: date) -> bool:
        """Whether a count touches a year whose days off are not all announced."""
        return earlier.year <= later.year and later.year >= FIRST_PROVISIONAL
