"""Families of every shape, and a room and a bag, as a Digibank knows them. All of it made up, and done as the counter does it."""

import asyncio
import re
from datetime import date, timedelta
from random import Random

from launcher.demo.asking import Asker, NotSeen
from launcher.demo.chapters.arrival import looked_at_and_installed, wiped_and_checked
from launcher.demo.forms import fill_in, form_on
from launcher.demo.machines import Machine, component_report, known_of, machines

LENT = 5
"""Loans that are made here: two of parents who live apart, and each one of the others."""
ALONE = {"call_name": "Amal, alleen met Sami", "telephone": "0470 00 00 11", "visits": "yes", "calls": "yes", "language": "tr"}
TWO_HOMES = {"call_name": "Mama en papa van Noor", "visits": "not_asked", "calls": "not_asked"}
STUDENT = {"call_name": "Yusuf", "telephone": "0470 00 00 12", "calls": "yes"}
NO_ADDRESS = {"call_name": "Karim", "visits": "no", "calls": "no", "language": "fr"}
CANNOT_READ = {"call_name": "Oma Zahra", "visits": "yes", "calls": "yes", "telephone": "0470 00 00 13", "language": "ar"}
LOOKED_AT_AGAIN = {"call_name": "Familie Jacobs", "visits": "yes", "calls": "not_asked", "telephone": "0470 00 00 14"}
PERHAPS_THE_SAME = {"call_name": "Familie Jacobs-Maes", "telephone": "0470 00 00 14"}
SAMI: dict[str, object] = {"profile": "primary_school", "school_child_without_machine": True, "internet": "yes"}
NOOR: dict[str, object] = {"profile": "secondary_school", "school_child_without_machine": True, "internet": "yes"}
STUDY: dict[str, object] = {"profile": "study_general", "internet": "no", "wishes": ["headset"]}
WAITS_FOR: dict[str, object] = {"machine_wishes": ["qwerty"], "must_have": ["qwerty"]}
"""Who waits, waits for other keys than the machines here have, so those of the story stay free for the story."""


async def every_shape(staff: Asker, another: Asker, partner: Asker, lot: str) -> None:
    """Bring them in: some borrow, some wait, one comes from a school.

    Args:
        staff: at the counter.
        another: who looks after machines; looks a second time whether a drive is empty.
        partner: of a school.
        lot: where the machines came from.

    Raises:
        NotSeen: something is refused or does not happen.
    """
    homes, reader, again = [
        (await staff.do("/loans/api/households", who))["id"] for who in (TWO_HOMES, CANNOT_READ, LOOKED_AT_AGAIN)
    ]
    room = await _place(staff, "room", "Computerhoek", "Basisschool De Linde")
    asked = [
        await _asks(staff, homes, NOOR),
        await _asks(staff, homes, NOOR),
        await _asks(staff, reader, {"profile": "daily_life", "internet": "yes"}),
        await _asks(staff, again, {"profile": "work", "internet": "yes"}),
        await _asks(staff, room, {"profile": "dutch_lessons"}),
    ]
    made = machines(LENT, "for families of every shape")
    await asyncio.gather(*(_ready(staff, another, machine, number, lot) for number, machine in enumerate(made)))
    first, second, unread, old, in_room = [await _prepared(staff, request) for request in asked]
    for loan in (first, second, in_room):
        await _signs(staff, loan, {"way": "typed", "signature_name": "A. Voorbeeld"})
    await _with_a_mark(staff, unread)
    await _signs(staff, old, {"way": "paper"})
    await staff.do(f"/loans/api/loans/{old}/extend", {"look_again_on": (date.today() + timedelta(days=2)).isoformat()})
    for number, loan in enumerate((first, second), start=1):
        await _card_of_one_parent(staff, homes, number, loan)
    await _others(staff, partner)


async def _others(staff: Asker, partner: Asker) -> None:
    """Who waits: alone with a child, a student, somebody without an address, a bag, one from a school, one that we may know."""
    for who, need in ((ALONE, SAMI), (STUDENT, STUDY)):
        await _asks(staff, (await staff.do("/loans/api/households", who))["id"], need | WAITS_FOR)
    nowhere = (await staff.do("/loans/api/households", NO_ADDRESS))["id"]
    await _asks(staff, nowhere, WAITS_FOR | {"profile": "work", "internet": "no"})
    hears = {"channel": "in_person", "neutral": "yes", "messages": "yes", "address": ""}
    await fill_in(staff, f"/loans/households/{nowhere}/reach", hears)
    await _asks(staff, await _place(staff, "bag", "Rugzak 2", "Hilde"), WAITS_FOR | {"profile": "daily_life"})
    sent: dict[str, str | list[str]] = {
        "profile": "primary_school",
        "school_child": "yes",
        "internet": "no",
        "quiet": "no",
        "machine": ["qwerty"],
        "must_have": "yes",
    }
    await fill_in(partner, "/loans/refer", sent)
    await staff.do("/loans/api/households", PERHAPS_THE_SAME)


async def _asks(staff: Asker, household: str, need: dict[str, object]) -> str:
    return str((await staff.do("/loans/api/requests", need | {"household_id": household}))["id"])


async def _place(staff: Asker, kind: str, name: str, whose: str) -> str:
    """A room of a partner or a bag of a helper; gives its id."""
    made = await fill_in(staff, "/loans/places/new", {"kind": kind, "call_name": name, "belongs_to": whose})
    return made.headers["location"].rpartition("/")[2]


async def _ready(staff: Asker, another: Asker, machine: Machine, number: int, lot: str) -> None:
    """A machine comes in, is emptied, looked at, installed and ready."""
    report = component_report(machine, Random(number))  # noqa: S311 - made-up data
    device = await another.do(f"/inventory/api/devices?lot_id={lot}", content=report)
    await another.do(f"/inventory/api/devices/{device['id']}/facts", known_of(machine, number, device.body))
    await wiped_and_checked(another, staff, device.body)
    await looked_at_and_installed(another, device["id"])
    await another.do(f"/inventory/api/devices/{device['id']}/ready")


async def _prepared(staff: Asker, request: str) -> str:
    """Wait for the machine of a request, and say what goes along; gives the loan."""
    kept = await staff.until(f"/loans/api/requests/{request}", lambda seen: bool(seen["loan_id"]), "an agreement is prepared")
    loan = str(kept["loan_id"])
    await staff.do(f"/loans/api/loans/{loan}/accessories", {"accessories": ["charger", "mouse"]})
    return loan


async def _signs(staff: Asker, loan: str, how: dict[str, object], shown: str = "") -> None:
    """Sign what was shown, on a page with `shown` in its address."""
    agreement = await staff.see(f"/loans/api/loans/{loan}/agreement{shown}")
    await staff.do(f"/loans/api/loans/{loan}/sign", {"document_sha256": agreement["sha256"], **how})


async def _with_a_mark(staff: Asker, loan: str) -> None:
    """Somebody who does not read: very simple words, read aloud by an interpreter, and a mark on paper that somebody saw."""
    simple = "?language=ar&level=simple"
    await fill_in(staff, f"/loans/loans/{loan}/agreement{simple}", {}, f"/loans/loans/{loan}/agreement/language")
    how: dict[str, object] = {"way": "paper", "language": "ar", "level": "simple", "mark": True, "witness": "Samira"}
    await _signs(staff, loan, how | {"explained_in": "ar", "explainer": "Tolk Nadia"}, simple)


async def _card_of_one_parent(staff: Asker, household: str, number: int, loan: str) -> None:
    """A card for one of two parents who live apart: with what that one borrows alone, and no name or number."""
    action = f"/loans/households/{household}/cards"
    form = await staff.fetch(f"{action}/new?person={number}")
    made = await staff.send(action, form_on(form.text, action) | {"shows": "some", "loan": [loan]})
    if re.search(r"/cards/[0-9a-f-]{36}/card\.pdf", made.text) is None:
        raise NotSeen("a card for one of two parents")
