"""Dates, numbers and amounts as they are written in the language of the moment."""

import re
from datetime import date, datetime, time

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.numbers import format_decimal

from shared.language.languages import SOURCE
from shared.language.translate import language, plural, translated

UP_TO_TWELVE = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


def day(value: date) -> str:
    """A date, or a moment that is in the reader's time zone already, in digits: `22/11/2026` in Dutch."""
    return format_skeleton("yMd", value, locale=language().locale)


def long_day(value: date) -> str:
    """A date in words: `zondag 22 november 2026`."""
    return _with_a_whole_year(format_date(value, format="full", locale=language().locale))


def weekday(number: int) -> str:
    """The name of a day of the week, 1 is Monday: `maandag`."""
    return str(get_day_names("wide", locale=language().locale)[number - 1])


_LONE_MARK = re.compile(r" (?=[?!:;»])")


def together(text: str) -> str:
    """A sentence in which no mark stands alone on the next line: French writes a space before it."""
    return _LONE_MARK.sub("\u00a0", text)


def written_day(value: date) -> str:
    """A date with its month as a word: `22 november 2026`."""
    return _with_a_whole_year(format_date(value, format="long", locale=language().locale))


def _with_a_whole_year(day: str) -> str:
    """Ukrainian shortens its word for year to `р.`, which doubles the full stop of a sentence; the papers write it out too."""
    return day.replace("\u202fр.", " року").replace("\u00a0р.", " року") if language().code == "uk" else day


def clock(value: datetime | time) -> str:
    """A time, or that of a moment that is in the reader's time zone already: `14:05`."""
    return format_time(value, format="short", locale=language().locale)


def number(value: float) -> str:
    """A number with the separators of the language, at most one digit after the comma."""
    return format_decimal(value, format="#,##0.#", locale=language().locale)


def gigabytes(megabytes: int) -> str:
    """Memory in MiB as people say it: `8 GB`, `1,5 GB`."""
    return translated("{size} GB").format(size=number(megabytes / 1024))


def days(count: int) -> str:
    """How long somebody waits, in words."""
    return plural("{count} dag", "{count} dagen", count) if count else translated("sinds vandaag")


def time_of_day(value: str) -> str:
    """A time such as `09:00` as it is written here."""
    return clock(time.fromisoformat(value))


def capital(words: str) -> str:
    """Words as the beginning of a sentence; `één` loses its accents there."""
    words = str(words)
    return "Eén" + words[3:] if words.startswith("één") else words[:1].upper() + words[1:]


def in_words(count: int, most: int = 1000) -> str:
    """A count in a sentence. Small ones are words in Dutch; elsewhere they would bend with what they count, so digits stay.

    Args:
        most: where counting stopped.
    """
    if count >= most:
        return translated("meer dan {count}").format(count=number(most - 1))
    return UP_TO_TWELVE[count] if language().code == SOURCE and count < len(UP_TO_TWELVE) else number(count)


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: `lader, muis en tas`."""
    first, last = ", ".join(words[:-1]), words[-1] if words else ""
    return translated("{first} en {last}").format(first=first, last=last) if first else last
