"""Proves, from the evidence of a crash run, that nothing was lost, nothing happened twice and everybody agrees; or says what."""

from tests.crash.check_agreement import check_agreement
from tests.crash.check_commands import check_commands
from tests.crash.check_effects import check_effects
from tests.crash.check_events import check_events
from tests.crash.evidence import Evidence, Harm, Problem


def check(evidence: Evidence) -> list[Problem]:
    """Every problem there is; an empty list is the proof. Knows no timing: call it when the house has come to rest."""
    return [
        *check_commands(evidence),
        *check_events(evidence),
        *check_effects(evidence),
        *check_agreement(evidence),
        *(Problem(Harm.DEAD_LETTER, line) for line in evidence.parked),
    ]
