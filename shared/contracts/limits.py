"""From when a colleague is warned, as an organisation chooses it, with what is usual and how far it may go.

A limit here says something to a colleague. It refuses a family nothing and closes nothing. Only numbers that a service uses are
here. An organisation that chose nothing has the usual ones, also when those change later.
"""

from dataclasses import dataclass, fields
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class LimitsWish(BaseModel):
    """What an organisation chose; None where it wants what is usual.

    Attributes:
        loans_per_household: a family that has so many machines on loan gets another one after somebody looked twice.
        visits_per_helper_week: a helper who does more visits than this from Monday to Sunday, done or still to do, reads that
            the week is full.
        waiting_days_without_talk: a family that waits and heard nobody for so many days is on the list to call.
        agreement_score: an own text of the agreement that reads harder than this (Flesch-Douma) is not published; a very simple one
            has to score ten more.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    loans_per_household: Annotated[int, Field(ge=1, le=20)] | None = None
    visits_per_helper_week: Annotated[int, Field(ge=1, le=40)] | None = None
    waiting_days_without_talk: Annotated[int, Field(ge=2, le=90)] | None = None
    agreement_score: Annotated[int, Field(ge=70, le=100)] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that count for an organisation, chosen or usual; meanings as in `LimitsWish`."""

    # One for the grown-ups and one for each of two children at school is ordinary. Before the fourth somebody looks whether the
    # others are still used; a large family simply gets it.
    loans_per_household: int = 3
    # Two half days of three visits: with the way there and a talk that takes its time, more is a job and no longer a helping hand.
    visits_per_helper_week: int = 6
    # Who waits hears from a person within days. After a week of silence a family thinks that it was forgotten.
    waiting_days_without_talk: int = 7
    # What the build asks of every Dutch text for families, and from where on Douma calls a text easy.
    agreement_score: int = 80


USUAL = Limits()


def limits_of(wish: LimitsWish) -> Limits:
    """What was chosen, and for the rest what is usual."""
    return Limits(**{one.name: getattr(USUAL if getattr(wish, one.name) is None else wish, one.name) for one in fields(Limits)})
