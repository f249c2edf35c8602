"""When to go and see a family. Families do not always dare to ask, so we come by: often at first, then less and less."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.helpdesk.domain.visit import Visit, VisitStatus
from shared.contracts.rhythm import Rhythm
from shared.contracts.vocabulary import ConsentAnswer, VisitPurpose

GOODBYE_LATE = timedelta(days=30)
"""How long after the day it was meant for a goodbye talk is still proposed, when we heard late of the end or of a wish."""


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """What the plan has to know of a loan.

    Attributes:
        started_on: None when only its end is known yet.
        ended_on: None while it runs.
        asked_on: the day to look again to which nobody answered; None where there is none.
    """

    loan_id: UUID
    started_on: date | None
    ended_on: date | None
    asked_on: date | None = None


def wanted_visits(loan: LoanFacts, wish: ConsentAnswer | None, today: date, rhythm: Rhythm) -> Iterator[tuple[VisitPurpose, date]]:
    """The visits that a loan asks for, with the day they are meant for. `wish` is None while we heard nothing about it.

    Follow-ups need a yes. A goodbye talk is proposed unless the family said no: where nobody asked yet, it is one short ring.
    Its day may be past; then it is due now.
    """
    if loan.ended_on is not None:
        day = loan.ended_on + timedelta(days=rhythm.goodbye_days)
        if wish is not ConsentAnswer.NO and day + GOODBYE_LATE >= today:
            yield VisitPurpose.GOODBYE, day
    elif loan.started_on is not None and wish is ConsentAnswer.YES:
        for after in rhythm.follow_up_days:
            if (day := loan.started_on + timedelta(days=after)) >= today:
                yield VisitPurpose.FOLLOW_UP, day


def may_look_again(loan: LoanFacts, wish: ConsentAnswer | None) -> bool:
    """Whether somebody may go and ask how it is with a loan about which nobody answered. Where nobody asked yet about visits, it
    is one short ring."""
    return loan.asked_on is not None and loan.ended_on is None and wish is not ConsentAnswer.NO


def call_off_unwanted(visits: Iterable[Visit], loans: Iterable[LoanFacts], wish: ConsentAnswer | None) -> None:
    """Call off what should not happen any more: everything after a no, follow-ups when a yes is taken back or the loan is over, and
    to look again once the family answered.

    Only for what we know: a wish or a loan that we did not hear of yet calls nothing off.
    """
    known = {loan.loan_id: loan for loan in loans}
    for visit in visits:
        loan = known.get(visit.loan_id) if visit.loan_id is not None else None
        over = loan is not None and loan.ended_on is not None
        answered = loan is not None and visit.look_again_on not in (None, loan.asked_on)
        follows_up = visit.purpose is VisitPurpose.FOLLOW_UP
        unwanted = over or wish is ConsentAnswer.NOT_ASKED if follows_up else visit.look_again_on is not None and (over or answered)
        if wish is ConsentAnswer.NO or unwanted:
            visit.call_off()


def plan_again(visits: Iterable[Visit], loans: Iterable[LoanFacts], wish: ConsentAnswer | None, today: date) -> None:
    """Bring back what had been called off and may happen again; what is past stays past, but for a goodbye talk a while.

    Help had been called off because of a no; after a yes it comes back, with whichever loan or without one.
    """
    loans = list(loans)
    asked: dict[UUID | None, date | None] = {loan.loan_id: loan.asked_on for loan in loans}
    over: dict[UUID | None, bool] = {loan.loan_id: loan.ended_on is not None for loan in loans}
    for visit in visits:
        if visit.status is not VisitStatus.CALLED_OFF:
            continue
        late = timedelta(0)
        if visit.look_again_on is not None:
            late = GOODBYE_LATE
            allowed = wish is ConsentAnswer.YES and over.get(visit.loan_id) is False
            allowed = allowed and asked.get(visit.loan_id) == visit.look_again_on
        elif visit.purpose is VisitPurpose.HELP:
            allowed = wish is ConsentAnswer.YES
        elif visit.purpose is VisitPurpose.FOLLOW_UP:
            allowed = wish is ConsentAnswer.YES and over.get(visit.loan_id) is False
        else:
            allowed, late = wish is not ConsentAnswer.NO and over.get(visit.loan_id) is True, GOODBYE_LATE
        if allowed and visit.due_on + late >= today:
            visit.due_on = max(visit.due_on, today)
            visit.plan()
