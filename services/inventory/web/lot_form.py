"""The form about a lot: who gives, when, what was agreed, how many."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.inventory.commands.open_lot import OpenLot
from services.inventory.domain.lot import DataAgreement, DonorKind, Lot
from services.inventory.web.intake_texts import AGREEMENT, DONOR
from shared.language.translate import _
from shared.web.days import read_day
from shared.web.forms import FormProblem

FIELD_OF = {
    "donor_needs_name": "donor",
    "person_has_no_name": "donor",
    "lot_impossible": "expected",
    "text_too_long": "source",
    "register_number_in_text": "source",
}
"""Where each refusal is shown."""
OLDEST = date(2000, 1, 1)


def read_form(form: Mapping[str, str], today: date) -> tuple[OpenLot | None, list[FormProblem]]:
    """What somebody typed, or what is wrong with it."""
    problems = []
    if form.get("kind") not in list(DonorKind):
        problems.append(FormProblem(_("Kies wie de toestellen geeft"), field="kind"))
    received_on, _understood = read_day(form.get("received_on", ""))
    if received_on is None or not received_on >= OLDEST:
        problems.append(FormProblem(_("Kies de dag waarop de toestellen kwamen"), field="received_on"))
    elif received_on.year > today.year + 1:
        problems.append(FormProblem(_("Deze dag is te ver weg"), field="received_on"))
    if form.get("agreement") not in list(DataAgreement):
        problems.append(FormProblem(_("Kies wat er over de gegevens is afgesproken"), field="agreement"))
    typed = form.get("expected", "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 8):
        problems.append(FormProblem(_("Typ een getal, of laat het leeg"), field="expected"))
    if problems or received_on is None:
        return None, problems
    return (
        OpenLot(
            kind=DonorKind(form["kind"]),
            donor=form.get("donor", ""),
            received_on=received_on,
            source=form.get("source", ""),
            agreement=DataAgreement(form["agreement"]),
            expected=int(typed) if typed else None,
        ),
        [],
    )


def as_typed(lot: Lot) -> dict[str, str]:
    """A lot as somebody would have typed it."""
    return {
        "kind": lot.donor.kind.value,
        "donor": lot.donor.name or "",
        "received_on": lot.received_on.isoformat(),
        "source": lot.source,
        "agreement": lot.agreement.value,
        "expected": str(lot.expected) if lot.expected else "",
    }


def choices(donors: Sequence[str]) -> dict[str, Any]:
    """What the form offers."""
    return {
        "kinds": [(kind.value, words, "") for kind, words in DONOR.items()],
        "agreements": [(one.value, *words) for one, words in AGREEMENT.items()],
        "donors": donors,
    }
