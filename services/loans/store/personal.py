"""What every table of loans knows of people, and what is to happen to it when a family is forgotten.

A test compares this with the database: a new table, or a new column that can hold words, has to be thought about here first.
Numbers, days, times and yes or no are named where they say something of a person. `forgetting.py` carries out what stands here.
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


LEADS_TO = {"household_id": "household", "request_id": "request", "loan_id": "loan", "card_id": "family_card", "touch_id": "touch"}
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
            "own_visits": "what it said about visits before it was put together with another row",
            "own_calls": "the same, about calls",
            "merged_into": "which row of the same family counts",
            "merged_on": "since when",
            "belongs_to": "of the bag of a helper: who that is",
            "telephone_end": "the last digits of its number; the database makes it empty together with the number",
        },
        nobody=("kind",),
        clears=(
            *("code", "call_name", "telephone", "language", "level", "visits", "calls", "own_visits", "own_calls", "belongs_to"),
            *("merged_into", "merged_on"),
        ),
    ),
    "household_reach": Holding(
        Forgetting.DELETE,
        "household_id",
        {
            "channel": "by what it would rather hear from us",
            "address": "where its letters go",
            "neutral": "whether a message that says who we are is unsafe",
            "messages": "whether it wanted any, until that was kept as a consent",
        },
    ),
    "touch": Holding(Forgetting.DELETE, "household_id", {"about": "why we wanted to hear how it goes"}),
    "touch_message": Holding(
        Forgetting.DELETE,
        "touch_id",
        {
            "language": "the language it reads",
            "channel": "by what it hears from us",
            "neutral": "whether a message that says who we are is unsafe",
            "sent_by": "which colleague wrote",
        },
        nobody=("said", "state", "sending"),
    ),
    "touch_try": Holding(Forgetting.DELETE, "touch_id", {"outcome": "what came of a call", "called_by": "which colleague called"}),
    "closed_file": Holding(
        Forgetting.DELETE,
        "household_id",
        {"closed_by": "which colleague closed its file, which says that somebody of it works here", "closed_at": "when"},
    ),
    "file_reader": Holding(Forgetting.KEEP),
    "told_access": Holding(
        Forgetting.DELETE,
        "household_id",
        {"readers": "which colleagues open its file, as other services were told"},
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
    "consent": Holding(
        Forgetting.DELETE,
        "household_id",
        {"answer": "what it said, and when", "noted_by": "which colleague wrote it down"},
        nobody=("purpose", "way"),
    ),
    "contact_person": Holding(Forgetting.DELETE, "household_id", {"person_id": "which colleague it knows"}),
    "trusted_person": Holding(
        Forgetting.DELETE,
        "household_id",
        {
            "name": "what somebody is called whom the family named",
            "reach": "how that person is reached",
            "purposes": "what the family wants that person for",
        },
    ),
    "referral": Holding(
        Forgetting.DELETE,
        "household_id",
        {"by_whom": "which school or service sent it", "by_person": "who of a partner asked for it"},
    ),
    "not_the_same": Holding(Forgetting.DELETE, "household_id", {"other_id": "a family that looks like it"}),
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
            "machine_wishes": "what it would like of its machine, of a list",
            "must_have": "what of that it cannot do without",
            "quiet_place": "whether there is one at home",
            "offered": "what we offered for that, of a list",
        },
        nobody=("status",),
    ),
    "line_move": Holding(
        Forgetting.DELETE, "request_id", {"words": "why it came elsewhere in line, in somebody's words"}, nobody=("kind", "reason")
    ),
    "line_count": Holding(Forgetting.KEEP, nobody=("kind", "reason")),
    "counter_visit": Holding(
        Forgetting.DELETE, "household_id", {"held_by": "which colleague helped it", "started_at": "when it was at the counter"}
    ),
    "loan": Holding(
        Forgetting.KEEP,
        "household_id",
        {"accessories": "what it borrowed", "not_returned": "what did not come back", "learners": "how many want to learn"},
        nobody=("status", "gone", "handed_over"),
    ),
    "loan_line": Holding(
        Forgetting.KEEP,
        "loan_id",
        {"along": "what it borrowed", "not_returned": "what did not come back"},
        nobody=("kind", "ended", "coming", "along_gone"),
    ),
    "addendum": Holding(
        Forgetting.DELETE,
        "loan_id",
        {"text": "what it borrowed and brought back", "language": "the language it reads"},
        nobody=("sha256",),
    ),
    "loan_return": Holding(Forgetting.DELETE, "loan_id", {"brought_by": "the name of who brought it back for the family"}),
    "agreement": Holding(
        Forgetting.KEEP,
        "loan_id",
        {
            "language": "the language it reads",
            "explained_in": "the language it hears",
            "way": "on the screen or on paper",
            "seen_by": "which colleague was there",
            "sha256": "the hash of a text with its name in it: says nothing without that text",
            "paper_sha256": "the same of the sealed PDF",
            "manner": "by hand, typed, or with a mark",
            "signs_as": "for itself, or a guardian or institution for it",
            "explained_by": "which colleague explained it",
        },
    ),
    "agreement_content": Holding(
        Forgetting.DELETE,
        "loan_id",
        {
            "text": f"{_NAME}, and what it borrowed",
            "signature_name": "the name of who signed",
            "institution": "which institution or guardian signed for somebody",
            "witness": "the name of who saw it",
            "collected_by": "the name of who took the machine along",
            "explainer": "the name of who explained it",
        },
    ),
    "agreement_file": Holding(
        Forgetting.DELETE,
        "loan_id",
        {"content": "the drawn signature, the sealed PDF, the photo of the paper", "added_by": "which colleague kept it"},
        nobody=("kind",),
    ),
    "phone_signing": Holding(
        Forgetting.DELETE,
        "loan_id",
        {
            "code_hash": "the hash of the code with which it signs on its phone",
            "language": "the language it reads",
            "level": "how plainly it reads",
            "explained_in": "the language it hears",
            "seen_by": "which colleague is there",
        },
    ),
    "agreement_print": Holding(
        Forgetting.DELETE,
        "loan_id",
        {
            "language": "the language it reads",
            "level": "how plainly it reads",
            "document_sha256": "the hash of a text with its name in it: says nothing without that text",
        },
    ),
    "partner_hand_out": Holding(
        Forgetting.DELETE,
        "loan_id",
        {
            "code_hash": "the hash of the code with which a partner hands its machine out",
            "language": "the language it reads",
            "level": "how plainly it reads",
            "document_sha256": "the hash of a text with its name in it: says nothing without that text",
            "for_person": "which partner may hand it out",
            "made_by": "which colleague made the code",
            "given_by": "which partner handed it out",
        },
    ),
    "seal": Holding(
        Forgetting.KEEP,
        nobody=("certificate", "sealed_key", "origin"),
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
    "known_device": Holding(Forgetting.KEEP, nobody=("code", "maker", "model", "state", "lost", "why", "prepared", "has")),
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
    "bus.forgotten_household": Holding(Forgetting.KEEP),
    "bus.audit_entry": Holding(Forgetting.KEEP, of_person={"actor": "which colleague did it"}, nobody=("act", "detail")),
    "bus.group_state": Holding(Forgetting.KEEP, nobody=("group_name",)),
}
"""Every table of the service, those of the bus with their schema."""
