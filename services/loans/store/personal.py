"""What every table of loans knows of people, and what is to happen to it when a family is forgotten.

A test compares this with the database: a new table, or a new column that can hold words, has to be thought about here first.
Numbers, days, times and yes or no are named where they say something of a person. Nothing here deletes anything yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Forgetting(StrEnum):
    """What forgetting a family does with its rows of a table.

    `CLEAR` empties columns, or puts there what stands for a family that never said anything. `KEEP` leaves rows for the counts:
    ids, codes and our own words, which lead to nobody once nobody knows whose id it was.
    """

    DELETE = "delete"
    CLEAR = "clear"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds.

    Attributes:
        forgetting: what happens to the rows of a family.
        through: the column that leads to the household, itself or through the table in `LEADS_TO`; None when rows are about no
            family, or when nothing but a code in them is.
        of_person: column by column, what of a person is in it.
        nobody: columns that can hold words and hold nothing of a person: words of ours, codes of machines, hashes.
        clears: the columns that `CLEAR` is about.
    """

    forgetting: Forgetting
    through: str | None = None
    of_person: Mapping[str, str] = field(default_factory=dict)
    nobody: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


LEADS_TO = {"household_id": "household", "request_id": "request", "loan_id": "loan", "card_id": "family_card"}
"""The table whose id stands in a column of this name."""

_NAME = "what the family is called"
_CODE = "the friendly code of the family, in what an event or an answer says"

PERSONAL: Mapping[str, Holding] = {
    "household": Holding(
        Forgetting.CLEAR,
        "id",
        {
            "code": "the friendly code that is on its cards",
            "call_name": _NAME,
            "telephone": "its number",
            "language": "the language it speaks",
            "level": "how plainly it reads",
            "visits": "what it said about visits",
            "calls": "what it said about calls",
        },
        clears=("code", "call_name", "telephone", "language", "level", "visits", "calls"),
    ),
    "household_name": Holding(Forgetting.DELETE, "household_id", {"beginning": _NAME}),
    "family_card": Holding(
        Forgetting.DELETE,
        "household_id",
        {
            "code_hash": "the hash of what is on the card of one person",
            "pin_hash": "the hash of what that person knows",
            "only_loans": "what is of one parent and not of the other",
            "last_used_on": "when that person last looked",
        },
    ),
    "family_session": Holding(Forgetting.DELETE, "card_id", {"seen_at": "when somebody of the family looked"}),
    "request": Holding(
        Forgetting.KEEP,
        "household_id",
        {
            "profile": "what it is for",
            "internet": "whether there is any at home",
            "school_child_without_machine": "whether there is a child that has none for school",
            "wishes": "what else it asked for",
            "days_ahead": "why it came sooner",
            "talked_on": "when it last spoke with us",
            "talk_by": "which colleague talks with it",
        },
        nobody=("status",),
    ),
    "line_move": Holding(
        Forgetting.DELETE, "request_id", {"words": "why it came elsewhere in line, in somebody's words"}, nobody=("kind", "reason")
    ),
    "loan": Holding(
        Forgetting.KEEP,
        "household_id",
        {"accessories": "what it borrowed", "not_returned": "what did not come back", "learners": "how many want to learn"},
        nobody=("status", "gone"),
    ),
    "loan_line": Holding(Forgetting.KEEP, "loan_id", nobody=("kind", "ended")),
    "agreement": Holding(
        Forgetting.KEEP,
        "loan_id",
        {
            "language": "the language it reads",
            "explained_in": "the language it hears",
            "way": "on the screen or on paper",
            "seen_by": "which colleague was there",
            "sha256": "the hash of a text with its name in it: says nothing without that text",
        },
    ),
    "agreement_content": Holding(
        Forgetting.DELETE, "loan_id", {"text": f"{_NAME}, and what it borrowed", "signature_name": "the name of who signed"}
    ),
    "agreement_draft": Holding(Forgetting.KEEP, nobody=("level", "language", "title", "blocks")),
    "agreement_wording": Holding(Forgetting.KEEP, nobody=("level", "language", "title", "blocks")),
    "agreement_default": Holding(Forgetting.KEEP, nobody=("level", "language")),
    "agreement_reading": Holding(Forgetting.KEEP, nobody=("remark",)),
    "disclosure": Holding(
        Forgetting.KEEP,
        "household_id",
        {"person_id": "which colleague looked", "purpose": "why", "what": "which of its facts, never the facts"},
        nobody=("service",),
    ),
    "known_ticket": Holding(Forgetting.KEEP, "household_id", {"symptom": "what was wrong with its machine, of a list"}),
    "known_device": Holding(Forgetting.KEEP, nobody=("code", "maker", "model", "state", "lost", "why", "prepared")),
    "device_fit": Holding(Forgetting.KEEP, nobody=("profile",)),
    "known_internet": Holding(Forgetting.KEEP, "loan_id"),
    "bus.subject": Holding(Forgetting.KEEP),
    "bus.outbox": Holding(Forgetting.KEEP, of_person={"value": _CODE}, nobody=("topic", "key", "headers")),
    "bus.inbox": Holding(Forgetting.KEEP, nobody=("group_name",)),
    "bus.blocked_key": Holding(Forgetting.KEEP, nobody=("group_name", "key")),
    "bus.parked_event": Holding(
        Forgetting.KEEP, of_person={"value": _CODE}, nobody=("group_name", "key", "topic", "headers", "state", "error")
    ),
    "bus.job": Holding(Forgetting.KEEP, nobody=("kind", "unique_key", "state", "error")),
    "bus.answer": Holding(Forgetting.KEEP, of_person={"body": _CODE}, nobody=("idempotency_key", "fingerprint", "location")),
    "bus.revoked_session": Holding(Forgetting.KEEP),
    "bus.organisation_face": Holding(
        Forgetting.KEEP,
        nobody=("title", "help_line", "help_place", "colour", "logo", "opening", "rhythm", "limits", "notice", "ask_about_data"),
    ),
    "bus.audit_entry": Holding(Forgetting.KEEP, of_person={"actor": "which colleague did it"}, nobody=("act", "detail")),
    "bus.group_state": Holding(Forgetting.KEEP, nobody=("group_name",)),
}
"""Every table of the service, those of the bus with their schema."""
