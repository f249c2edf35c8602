"""What can happen to a ticket, in any order."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.helpdesk.domain.note import NoteKind, note_of
from services.helpdesk.domain.public_code import has_letter_of_no_sticker, normalise_code
from services.helpdesk.domain.refusals import (
    FilesNotAsked,
    HandoverNotAccepted,
    InRepair,
    NewDriveMissing,
    NobodyToVisit,
    NoCallbackWanted,
    NotInRepair,
    NotOnLoan,
    RepairNeedsDevice,
    TextMissing,
    TicketIsClosed,
    TicketIsOpen,
)
from services.helpdesk.domain.repair import DriveFate, FilesAnswer, RepairReport
from services.helpdesk.domain.ticket import CallbackAsker, Ticket, TicketStatus
from shared.contracts.helpdesk import NewDrive
from shared.contracts.vocabulary import Channel, Medium, RepairOutcome, Symptom, TicketResolution, TriageDecision
from shared.domain import Refused
from shared.language.free_text import RegisterNumberInText, clean_text

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPEN, TRIAGED, IN_REPAIR, CLOSED = TicketStatus


class TicketLife(RuleBasedStateMachine):
    """Every step at any moment: it does what it says, or is refused and nothing changes."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = Ticket(uuid4(), 1001, Symptom.SCREEN, Channel.STICKER, NOW, "token", uuid4(), uuid4())
        self.ticket.start()
        assert self.told() == ["TicketOpened"]

    def told(self) -> list[str]:
        return [type(event).__name__ for event in self.ticket.take_events()]

    def tries(self, step: Any, refusal: type[Refused] | None, *told: str) -> None:
        """Take a step that has to be refused like this, or else to tell this."""
        before = repr(self.ticket)
        if refusal is None:
            step()
            assert self.told() == list(told)
        else:
            with pytest.raises(refusal):
                step()
            assert (repr(self.ticket), self.told()) == (before, [])

    @property
    def ended(self) -> type[Refused] | None:
        return TicketIsClosed if self.ticket.status is CLOSED else None

    @property
    def busy(self) -> type[Refused] | None:
        return InRepair if self.ticket.status is IN_REPAIR else self.ended

    @rule(decision=st.sampled_from(TriageDecision), known=st.booleans())
    def triage(self, decision: TriageDecision, known: bool) -> None:
        device, household = self.ticket.device_id, self.ticket.household_id
        if not known:
            self.ticket.device_id = self.ticket.household_id = None
        missing = {TriageDecision.REPAIR: RepairNeedsDevice, TriageDecision.VISIT: NobodyToVisit}.get(decision)
        self.tries(lambda: self.ticket.triage(decision), self.busy or (None if known else missing), "TicketTriaged")
        self.ticket.device_id, self.ticket.household_id = device, household

    @rule(with_family=st.booleans())
    def ask_loaner(self, with_family: bool) -> None:
        refusal = NotInRepair if self.ticket.status is not IN_REPAIR else None if with_family else NotOnLoan
        self.tries(lambda: self.ticket.ask_loaner(with_family=with_family), refusal, "LoanerRequested")

    @rule(
        outcome=st.sampled_from(RepairOutcome),
        drives=st.sampled_from(DriveFate),
        files=st.sampled_from(FilesAnswer),
        new=st.booleans(),
    )
    def finish(self, outcome: RepairOutcome, drives: DriveFate, files: FilesAnswer, new: bool) -> None:
        report = RepairReport(outcome, drives, files, (NewDrive(medium=Medium.SSD),) if new else ())
        refusal: type[Refused] | None = None
        if self.ticket.status is not IN_REPAIR:
            refusal = NotInRepair
        elif (drives is not DriveFate.STAYED or outcome is RepairOutcome.END_OF_LIFE) and files is FilesAnswer.NOT_ASKED:
            refusal = FilesNotAsked
        elif new is not (drives is DriveFate.REPLACED):
            refusal = NewDriveMissing
        ends = outcome in (RepairOutcome.FIXED, RepairOutcome.END_OF_LIFE)
        told = ("RepairFinished", "TicketClosed") if ends else ("RepairFinished",)
        self.tries(lambda: self.ticket.finish_repair(report), refusal, *told)
        if refusal is None:
            assert self.ticket.status is (CLOSED if ends else OPEN)

    @rule(resolution=st.sampled_from(TicketResolution), to=st.sampled_from(["", "OCMW"]), accepted=st.booleans())
    def close(self, resolution: TicketResolution, to: str, accepted: bool) -> None:
        refusal = self.busy
        if refusal is None and resolution is TicketResolution.HANDED_OVER and not (to and accepted):
            refusal = HandoverNotAccepted
        self.tries(lambda: self.ticket.close(resolution, to, accepted=accepted), refusal, "TicketClosed")

    @rule()
    def reopen(self) -> None:
        self.tries(self.ticket.reopen, None if self.ticket.status is CLOSED else TicketIsOpen, "TicketOpened")

    @rule(asker=st.sampled_from(CallbackAsker))
    def ask_callback(self, asker: CallbackAsker) -> None:
        told = () if self.ticket.callback_open else ("CallbackRequested",)
        sure = self.ticket.family_asked
        self.tries(lambda: self.ticket.ask_callback(asker), self.ended, *told)
        if self.ended is None:
            assert self.ticket.family_asked is (sure or asker is not CallbackAsker.HELPER)

    @rule(reached=st.booleans())
    def called(self, reached: bool) -> None:
        waited = self.ticket.callback_open
        told = ["CallbackDone"] if reached else []
        self.tries(lambda: self.ticket.called(reached=reached), None if waited else NoCallbackWanted, *told)
        assert self.ticket.callback_open is (waited and not reached)

    @precondition(lambda self: len(self.ticket.notes) < 50)
    @rule()
    def note(self) -> None:
        note = note_of(uuid4(), NoteKind.SEEN, "het scherm is zwart", None, NOW)
        self.tries(lambda: self.ticket.add_note(note), self.ended)

    @invariant()
    def who_asked_for_a_call_is_known_while_somebody_waits(self) -> None:
        assert (self.ticket.callback_asker is not None) is self.ticket.callback_open

    @invariant()
    def a_resolution_says_closed(self) -> None:
        assert (self.ticket.resolution is not None) == (self.ticket.status is CLOSED)
        assert (self.ticket.decision is TriageDecision.REPAIR) or self.ticket.status is not IN_REPAIR


TicketLife.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
TestTicketLife = TicketLife.TestCase


@pytest.mark.parametrize("typed", ["KX4-72M", "kx4-72m", "kx472m", " KX4 72M ", "kx4–72m", "k x 4 7 2 m", "KX4/72M"])
def test_a_code_is_read_kindly(typed: str) -> None:
    assert normalise_code(typed) == "KX4-72M"


@pytest.mark.parametrize("typed", ["", "KX4-72", "KX4-72MM", "KX0-72M", "K1X-72M", "KXI-72O", "éKX4-72", "\x00", "K" * 10_000])
def test_what_no_sticker_says(typed: str) -> None:
    assert normalise_code(typed) is None


def test_letters_that_no_sticker_has() -> None:
    assert all(has_letter_of_no_sticker(f"kx4-72{letter}") for letter in "io01IO")
    assert not has_letter_of_no_sticker("KX4-72M")


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_none(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or (len(code) == 7 and normalise_code(code.lower()) == code)


@pytest.mark.parametrize("empty", ["", "   ", "\n\t ", "\x00\x00"])
def test_a_note_without_words(empty: str) -> None:
    with pytest.raises(TextMissing):
        note_of(uuid4(), NoteKind.SEEN, empty, None, NOW)


@pytest.mark.parametrize("text", ["صفحه‌کلید کار نمی‌کند", "👩‍👧 laptop kapot", "regel één\nregel twee"])
def test_letters_that_nobody_sees_stay_where_a_script_needs_them(text: str) -> None:
    assert clean_text(text) == text


def test_they_hide_no_register_number() -> None:
    with pytest.raises(RegisterNumberInText):
        clean_text("85\u200d07\u200c30 033 28")
