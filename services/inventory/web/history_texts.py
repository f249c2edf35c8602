"""Says what happened to a machine: what, when and who."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.inventory.domain.password import PasswordKind
from services.inventory.queries.history import Happening
from services.inventory.web.fact_texts import (
    AND_MORE,
    ASK,
    FIELD_OF,
    HAPPENED,
    NAMED,
    NOWHERE,
    PASSWORD,
    REPAIRED,
    SOMETHING_ELSE,
    TRIAGED,
)  # fmt: skip
from shared.contracts.vocabulary import Symptom
from shared.language.formats import listed
from shared.language.translate import _
from shared.web.vocabulary_texts import SYMPTOM

MOST_NAMED = 4
YOU, COLLEAGUE = _("jij"), _("een collega")


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a history.

    Attributes:
        words: what happened.
        at: when, where the organisation is.
        who: "jij", "een collega", or empty when it followed from something.
        ticket_id: the question at helpdesk that it is about.
    """

    words: str
    at: datetime
    who: str
    ticket_id: UUID | None


def say_all(happenings: Iterable[Happening], names: Mapping[UUID, str], me: UUID, zone: ZoneInfo) -> Sequence[Said]:
    """Each in words. `names` are those of places and partners, by their ids."""
    return [
        Said(_words(one, names), one.at.astimezone(zone), _who(one.actor, me), one.ticket_id)
        for one in happenings
    ]  # fmt: skip


def _who(actor: UUID | None, me: UUID) -> str:
    if actor is None:
        return ""
    return str(YOU if actor == me else COLLEAGUE)


def _words(one: Happening, names: Mapping[UUID, str]) -> str:
    detail = one.detail or ""
    said = str(HAPPENED.get(one.kind, SOMETHING_ELSE))
    match one.kind:
        case "ticket_triaged":
            return str(TRIAGED.get(detail, said))
        case "repair_finished":
            return str(REPAIRED.get(detail, said))
        case "correct_device":
            return said.format(facts=_facts(detail.split(",")))
        case "place_device" | "send_to_partner" | "take_from_partner":
            return said.format(name=names.get(UUID(detail), "") if detail else NOWHERE)
        case "keep_password" | "remove_password" | "reveal_password":
            return said.format(kind=PASSWORD[PasswordKind(detail)][0])
        case "ticket_opened":
            return said.format(symptom=SYMPTOM[Symptom(detail)])
    return said


def _facts(names: Sequence[str]) -> str:
    """What was put right, in the words of the page; of many only the first few by name."""
    fields = [FIELD_OF.get(name, name) for name in names]
    words = list(dict.fromkeys(str(NAMED.get(name, ASK.get(name, ""))).lower() for name in fields))
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], str(AND_MORE).format(count=len(words) - MOST_NAMED + 1)]
    return listed(words)
