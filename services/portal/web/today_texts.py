"""The words of the start page about other services' work, beside those of `shared/web/vocabulary_texts.py`."""

from services.portal.queries.today import Place
from shared.contracts.vocabulary import DeviceState
from shared.language.translate import _, translated

WORK = {
    DeviceState.ARRIVED: _("wissen en nakijken"),
    DeviceState.RETURNED: _("terug, nog te wissen"),
    DeviceState.REPAIRED: _("nieuwe schijf nakijken"),
    DeviceState.IN_REPAIR: _("in herstelling"),
    DeviceState.RETURN_EXPECTED: _("komt terug"),
    DeviceState.READY: _("klaar"),
    DeviceState.RESERVED: _("gereserveerd"),
}
"""What the workbench card counts, in this order."""
TO_DO = frozenset({DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED})
"""States in which somebody has something to do."""


def who(place: Place) -> str:
    """How a place to learn is called: by household and number, since there are no names."""
    if place.number is None:
        return translated("Een plaats om te leren")
    if place.household_id is None:
        return translated("Persoon {number}, zonder gezin").format(number=place.number)
    if place.household_code is None:
        return translated("Gezin (code volgt), persoon {number}").format(number=place.number)
    return translated("Gezin {code}, persoon {number}").format(code=place.household_code, number=place.number)
