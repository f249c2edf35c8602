"""The level of NIST SP 800-88 Rev. 2, by medium and method, as a table; and who may confirm it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.drive import Drive
from services.inventory.domain.loose_drive import LooseDrive
from services.inventory.domain.refusals import (
    EvidenceTooOld,
    NotByYourself,
    NothingToCheck,
    NotNewDrive,
    WipeNotGoodEnough,
    WrongMoment,
)
from services.inventory.domain.sanitization import EvidenceSource, Level, Reason, WipeEvidence, WipeMethod, is_enough, judge
from shared.contracts.vocabulary import Medium

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SAYS, LOOKS = uuid4(), uuid4()


def evidence(method: WipeMethod, *, succeeded: bool = True, verified: bool = False, **more: object) -> WipeEvidence:
    return replace(WipeEvidence(method, "hdparm", None, None, NOW, succeeded, SAYS, verified=verified), **more)  # type: ignore[arg-type]


N, C, P, D = Level.NONE, Level.CLEAR, Level.PURGE, Level.DESTROY
TABLE = [
    # medium, method, level when verified, why
    (Medium.HDD, WipeMethod.OVERWRITE, C, Reason.DISK_OVERWRITTEN),
    (Medium.HDD, WipeMethod.SECURE_ERASE, P, Reason.OWN_COMMAND),
    (Medium.HDD, WipeMethod.CRYPTO_ERASE, P, Reason.KEY_GONE),
    (Medium.HDD, WipeMethod.DESTROYED, D, Reason.DESTROYED),
    (Medium.HDD, WipeMethod.NEW_DRIVE, N, Reason.NEVER_USED),
    *((medium, WipeMethod.OVERWRITE, N, Reason.FLASH_OVERWRITTEN) for medium in Medium if medium is not Medium.HDD),
    *((medium, WipeMethod.SECURE_ERASE, P, Reason.OWN_COMMAND) for medium in Medium if medium is not Medium.HDD),
    *((medium, WipeMethod.CRYPTO_ERASE, P, Reason.KEY_GONE) for medium in Medium if medium is not Medium.HDD),
    *((medium, WipeMethod.DESTROYED, D, Reason.DESTROYED) for medium in Medium if medium is not Medium.HDD),
    *((medium, WipeMethod.NEW_DRIVE, N, Reason.NEVER_USED) for medium in Medium if medium is not Medium.HDD),
]


def test_the_table_is_whole() -> None:
    assert {(medium, method) for medium, method, _, _ in TABLE} == {(medium, method) for medium in Medium for method in WipeMethod}


@pytest.mark.parametrize(("medium", "method", "level", "reason"), TABLE)
def test_the_level_by_medium_and_method(medium: Medium, method: WipeMethod, level: Level, reason: Reason) -> None:
    unseen, read_back = judge(medium, evidence(method)), judge(medium, evidence(method, verified=True))
    looked_at = judge(medium, evidence(method, checked_by=LOOKS, checked_at=NOW))
    assert (read_back.level, read_back.reason) == (looked_at.level, looked_at.reason) == (level, reason)
    assert (unseen.level, unseen.reached, unseen.waits_for_check) == (Level.NONE, level, level is not Level.NONE)
    failed = judge(medium, evidence(method, succeeded=False, verified=True))
    assert (failed.level, failed.reason) == (Level.NONE, Reason.FAILED)
    assert judge(medium, None) == judge(medium, None)
    assert judge(medium, None).reason is Reason.NOTHING_KNOWN


@given(st.sampled_from(list(Medium)), st.sampled_from(list(WipeMethod)), st.booleans())
def test_an_organisation_can_be_stricter_never_looser(medium: Medium, method: WipeMethod, succeeded: bool) -> None:
    wipe = evidence(method, succeeded=succeeded)
    if is_enough(medium, wipe, Level.PURGE):
        assert is_enough(medium, wipe)
    if medium is not Medium.HDD:
        assert is_enough(medium, wipe, Level.PURGE) == is_enough(medium, wipe, Level.CLEAR) == is_enough(medium, wipe)


def test_levels_have_an_order() -> None:
    assert [level.reaches(Level.PURGE) for level in Level] == [False, False, True, True]


def a_loose(medium: Medium = Medium.HDD, wipe: WipeEvidence | None = None) -> LooseDrive:
    return LooseDrive(Drive(uuid4(), None, None, "A1", 500, medium, wipe), uuid4(), NOW)


def test_what_one_person_says_another_confirms() -> None:
    loose = a_loose()
    with pytest.raises(NothingToCheck):
        loose.check_wipe(LOOKS, NOW)
    loose.record_wipe(evidence(WipeMethod.OVERWRITE))
    with pytest.raises(NotByYourself):
        loose.check_wipe(SAYS, NOW)
    with pytest.raises(WipeNotGoodEnough):
        loose.check_wipe(LOOKS, NOW, Level.PURGE)
    loose.check_wipe(LOOKS, NOW)
    assert loose.drive.is_proven_empty
    assert loose.drive.judgement.level is Level.CLEAR


@pytest.mark.parametrize("source", [EvidenceSource.LOG, EvidenceSource.REPORT])
def test_who_brings_what_a_tool_says_may_look_alone(source: EvidenceSource) -> None:
    loose = a_loose()
    loose.record_wipe(evidence(WipeMethod.OVERWRITE, source=source))
    loose.check_wipe(SAYS, NOW)
    assert loose.drive.is_proven_empty


def test_a_drive_is_destroyed_when_two_people_say_so() -> None:
    loose = a_loose(Medium.SSD)
    loose.record_wipe(evidence(WipeMethod.DESTROYED))
    assert not loose.is_gone
    with pytest.raises(NotByYourself):
        loose.check_wipe(SAYS, NOW)
    loose.check_wipe(LOOKS, NOW)
    assert loose.is_gone
    assert loose.drive.judgement.level is Level.DESTROY
    with pytest.raises(WrongMoment):
        loose.record_wipe(evidence(WipeMethod.SECURE_ERASE))


def test_a_loose_drive_is_not_new_and_old_evidence_takes_no_place_of_later() -> None:
    loose = a_loose(wipe=evidence(WipeMethod.OVERWRITE))
    with pytest.raises(NotNewDrive):
        loose.record_wipe(evidence(WipeMethod.NEW_DRIVE))
    with pytest.raises(EvidenceTooOld):
        loose.record_wipe(evidence(WipeMethod.OVERWRITE, ended_at=NOW.replace(day=1)))
