"""The numbers that an organisation may choose for itself, with what is usual and how far they may go.

Only numbers that a service uses are here. An organisation that chose nothing has the usual ones, also when those change later.
"""

from dataclasses import dataclass, fields
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MOST_FOLLOW_UPS = 6


class RhythmWish(BaseModel):
    """What an organisation chose; None where it wants what is usual.

    Attributes:
        look_again_months: after so many months we ask a family how it goes.
        loan_end_months: after so many months a loan has an end date, which passes without closing anything; 0 is no end date.
        call_ahead_days: so many days before, it is on the list of families to call.
        follow_up_days: so many days after the hand-over we come and look.
        try_again_days: when we come again after an attempt to visit.
        goodbye_days: so many days after the end of a loan we ask how it was.
        audit_months: so long we keep who did what.
        update_months: a machine whose last update is longer ago is on the list of those to bring up to date.
        keep_apart_days: so long a machine lies apart for a family before others may have it.
        school_child_days: so many days ahead in line is a family with a school child without a machine; 0 is none.
        no_internet_days: so many days ahead is one without internet at home; 0 is none.
        keep_families_months: a family with nothing under way is forgotten so long after the last thing that happened.
        keep_signed_months: the words and names of an agreement are kept so long after its loan ended: the legal term.
        keep_looks_months: so long a family can read who looked.
        keep_cards_months: a card that nobody used for so long works no more.
        first_talk_days: so many days after it asked, a family that heard nobody is on the list of those to talk with.
        send_from_hour, send_until_hour: messages go by themselves from the first hour until the second, as clocks there tell it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    look_again_months: Annotated[int, Field(ge=3, le=36)] | None = None
    loan_end_months: Annotated[int, Field(ge=0, le=60)] | None = None
    call_ahead_days: Annotated[int, Field(ge=7, le=90)] | None = None
    follow_up_days: Annotated[tuple[Annotated[int, Field(ge=3, le=730)], ...], Field(max_length=MOST_FOLLOW_UPS)] | None = None
    try_again_days: Annotated[int, Field(ge=3, le=60)] | None = None
    goodbye_days: Annotated[int, Field(ge=1, le=60)] | None = None
    audit_months: Annotated[int, Field(ge=12, le=120)] | None = None
    update_months: Annotated[int, Field(ge=1, le=36)] | None = None
    keep_apart_days: Annotated[int, Field(ge=5, le=90)] | None = None
    school_child_days: Annotated[int, Field(ge=0, le=120)] | None = None
    no_internet_days: Annotated[int, Field(ge=0, le=60)] | None = None
    first_talk_days: Annotated[int, Field(ge=1, le=30)] | None = None
    send_from_hour: Annotated[int, Field(ge=7, le=12)] | None = None
    send_until_hour: Annotated[int, Field(ge=13, le=21)] | None = None
    keep_families_months: Annotated[int, Field(ge=6, le=120)] | None = None
    keep_signed_months: Annotated[int, Field(ge=6, le=120)] | None = None
    keep_looks_months: Annotated[int, Field(ge=12, le=120)] | None = None
    keep_cards_months: Annotated[int, Field(ge=6, le=60)] | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The numbers that count for an organisation, chosen or usual; meanings as in `RhythmWish`."""

    # A school year with its holidays, once round. Shorter is asking after the machine; longer leaves a family alone too long.
    look_again_months: int = 12
    # A loan lasts until the need is over. Who answers to a funder or an insurer may need a date all the same.
    loan_end_months: int = 0
    call_ahead_days: int = 30
    # Two weeks: the first things that do not work have shown themselves. Six weeks: school and bank have asked something by then. A
    # quarter and half a year: updates, a worn charger, a need that changed. After that the family calls.
    follow_up_days: tuple[int, ...] = (14, 42, 91, 182)
    # Soon, and not so soon that it feels like a chase.
    try_again_days: int = 7
    # Fresh enough to hear how it was, and not on the day that everything comes back.
    goodbye_days: int = 7
    # A yearly report looks back a year, and a question about it may come a year later.
    audit_months: int = 24
    # Systems and browsers get repairs for their safety every month; half a year without them is a machine that nobody switches on,
    # or one that cannot any more.
    update_months: int = 6
    # Two weekends to come by, and a week in which somebody is ill. The family keeps its place in line, so it loses nothing but a
    # machine that lies idle.
    keep_apart_days: int = 14
    # About a month of school: more, and a family without children would never come to its turn.
    school_child_days: int = 28
    # A week: it makes a machine more needed, and there are other ways to help with it.
    no_internet_days: int = 7
    # Within days, so that nobody thinks to be forgotten; not on the day itself, when there is nothing to tell yet.
    first_talk_days: int = 3
    # Who works or goes to school is up, and few are in bed. Nights cannot be chosen.
    send_from_hour: int = 9
    send_until_hour: int = 19
    # Two school years: who comes back within that is still known, with its language and its wishes.
    keep_families_months: int = 24
    # Who disputes what was agreed does so soon; an organisation whose insurer or lawyer says longer chooses longer, to ten years.
    keep_signed_months: int = 24
    # Like the log of who did what, so that a question about a look finds both.
    keep_looks_months: int = 24
    # A card that lay in a drawer for a year and a half is a card that is lost. A new one is made in a minute.
    keep_cards_months: int = 18


USUAL = Rhythm()


def rhythm_of(wish: RhythmWish) -> Rhythm:
    """What was chosen, and for the rest what is usual."""
    return Rhythm(**{one.name: getattr(USUAL if getattr(wish, one.name) is None else wish, one.name) for one in fields(Rhythm)})
