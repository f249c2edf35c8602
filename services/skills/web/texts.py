"""The words of skills for staff and trainers; those for who learns are in `learner_texts.py`."""

from services.skills.queries.learners import LearnerLine, Which
from services.skills.web.learner_texts import LEARNER_REFUSALS
from shared.language.translate import _, translated
from shared.runtime.service import RefusalText

REFUSALS = LEARNER_REFUSALS | {
    "unknown_household": RefusalText(
        422,
        _("Dit gezin kennen we hier niet"),
        _(
            "We kennen een gezin als het iets leent, of op een bezoek zei dat iemand wil leren. "
            "Leren kan ook zonder: laat het gezin dan weg."
        ),
    ),
    "unknown_household_code": RefusalText(
        422,
        _("Deze code van een gezin kennen we hier niet"),
        _("Kijk de code na, zoals KIWI-42. Leent het gezin nog niets? Laat het vak dan leeg: leren kan ook zo."),
    ),
}

TAB = {Which.ALL: _("Iedereen"), Which.WAITING: _("Nog te geven"), Which.SHARED: _("Deelt met trainer")}


def who(learner: LearnerLine) -> str:
    """How a learner is called: by household and number, since there are no names."""
    if learner.household_id is None:
        return translated("Persoon {number}, zonder gezin").format(number=learner.number)
    if learner.household_code is None:
        return translated("Gezin (code volgt), persoon {number}").format(number=learner.number)
    return translated("Gezin {code}, persoon {number}").format(code=learner.household_code, number=learner.number)
