"""What an organisation may say about itself."""

import pytest

from services.portal.domain.organisation import Details
from services.portal.domain.refusals import NoHelpLine, TitleMissing


@pytest.mark.parametrize("line", ["bel ons", "12", "0" * 16])
def test_a_help_line_is_a_number_to_dial(line: str) -> None:
    with pytest.raises(NoHelpLine):
        Details("Digibank", line).cleaned()


def test_a_help_line_may_be_unknown_and_a_title_may_not() -> None:
    assert Details(" Digibank ", "", "").cleaned() == Details("Digibank")
    assert Details("Digibank", "+32 50 12 34 56").cleaned().help_line == "+32 50 12 34 56"
    with pytest.raises(TitleMissing):
        Details(" ", "050 12 34 56").cleaned()
