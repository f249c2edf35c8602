"""What is wrong with a form that somebody sent, said on the same page: an error summary with links to the fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request

from shared.bus.answers import KeyUsedOtherwise
from shared.domain import Refused
from shared.language.translate import _, translated
from shared.runtime.service import RefusalText
from shared.web.problems import told

SENT_BEFORE = RefusalText(
    409,
    _("Dit formulier was al verstuurd"),
    _("Daarna is er iets veranderd op deze pagina. Kijk na wat er nu staat en verstuur het dan opnieuw."),
)


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing that is wrong.

    Attributes:
        title: what, in one sentence; also stands at the field.
        detail: what it means and what to do; may be empty.
        field: the id of the element to go to; empty when it is about no field.
        link: address and words of a page that helps.
    """

    title: str
    detail: str = ""
    field: str = ""
    link: tuple[str, str] | None = None


CHANGED_MEANWHILE = FormProblem(
    _("Een collega paste dit net ook aan"),
    _("Wat jij koos, staat hieronder nog. Kijk wat er nu staat. Bewaar je nog eens, dan telt wat jij koos."),
)
COLLEAGUE_EMPTIED = _("Een collega maakte dit net leeg")


def refused(refusal: Refused, texts: Mapping[str, RefusalText], field: str = "") -> tuple[int, FormProblem]:
    """The HTTP status and the words for a refused command."""
    text = SENT_BEFORE if isinstance(refusal, KeyUsedOtherwise) else told(refusal, texts)
    return text.status, FormProblem(text.title, text.detail, field)


def promised_bytes(request: Request) -> int:
    """How large a form with a file says that it is: looked at before any of it is read. Raises 400 when it does not say."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(400, _("Dit formulier is niet volledig. Ga terug en laad de pagina opnieuw."))
    return int(length)


async def typed(request: Request) -> dict[str, str]:
    """What was typed in the fields of a form, without files; the last of fields with the same name."""
    return {name: value.strip() for name, value in (await request.form()).multi_items() if isinstance(value, str)}


def as_shown(fields: Mapping[str, str]) -> str:
    """What a form about something that exists showed, for its hidden field `was`: see `left_alone`."""
    return json.dumps(fields)


def left_alone(form: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """A form as its sender means it: a field that still says what it said when the page was opened is what it is `now`.

    So whoever had a page open gives back nothing that a colleague put right meanwhile. Of a field that both changed the last one
    counts, unless a form asks first: see `overtaken`. Without a readable `was`, everything counts as it was sent.
    """
    was = opened_with(form)
    if was is None:
        return dict(form)
    return {name: now[name] if name in now and words == was.get(name, "") else words for name, words in form.items()}


def opened_with(form: Mapping[str, str]) -> dict[str, Any] | None:
    """What a form showed when its page was opened; None when it does not say so readably."""
    try:
        was = json.loads(form.get("was", ""))
    except (ValueError, RecursionError):
        return None
    return was if isinstance(was, dict) else None


def overtaken(
    form: Mapping[str, str], now: Mapping[str, str], words: Mapping[str, Mapping[str, str]] | None = None
) -> list[FormProblem]:
    """The fields that a colleague changed since the page was opened, and its sender otherwise, each with what it is now.

    One of the two would be lost without a word, so nothing is kept and the sender is asked: see `seen_again`. Empty when nothing
    clashes, or without a readable `was`.

    Args:
        now: what the form would show if somebody opened it now.
        words: of a field with a list of answers, each value with the words that the form has for it.
    """
    was = opened_with(form) or {}
    found = []
    for name, there in now.items():
        typed_in, before = form.get(name, there), was.get(name)
        if not isinstance(before, str) or len({there, typed_in, before}) < 3:  # one left it alone, or both mean the same
            continue
        said = (words or {}).get(name, {}).get(there, there)
        title = translated("Een collega schreef hier net: {words}").format(words=said) if said else COLLEAGUE_EMPTIED
        found.append(FormProblem(title, field=name))
    return [CHANGED_MEANWHILE, *found] if found else []


def seen_again(form: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """A form to show again when it was `overtaken`: what was typed stays, what a colleague put right beside it is there too.

    Who sends it after that saw both, so what was typed counts.
    """
    return left_alone(form, now) | {"was": as_shown(now)}
