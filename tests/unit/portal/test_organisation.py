"""What an organisation may say about itself."""

import pytest

from services.portal.domain.organisation import Details, Organisation, clean_colour
from services.portal.domain.refusals import NoColour, NoHelpLine, TitleMissing
from services.portal.web.look_pages import chosen_colour
from shared.contracts.portal import Logo, OrganisationChanged
from shared.runtime.clock import new_id


@pytest.mark.parametrize("line", ["bel ons", "12", "0" * 16])
def test_a_help_line_is_a_number_to_dial(line: str) -> None:
    with pytest.raises(NoHelpLine):
        Details("Digibank", line).cleaned()


def test_a_help_line_may_be_unknown_and_a_title_may_not() -> None:
    assert Details(" Digibank ", "", "").cleaned() == Details("Digibank")
    assert Details("Digibank", "+32 50 12 34 56").cleaned().help_line == "+32 50 12 34 56"
    with pytest.raises(TitleMissing):
        Details(" ", "050 12 34 56").cleaned()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("  ", ""), ("#0D5860", "#0d5860"), (" 0d5860 ", "#0d5860"), ("#F80", "#ff8800"), ("f80", "#ff8800")],
)
def test_a_colour_code_in_any_way_that_people_write_it(typed: str, kept: str) -> None:
    assert clean_colour(typed) == kept


@pytest.mark.parametrize("typed", ["#", "rood", "#12", "#12345", "#1234567", "##123456", "#12345g", "#١٢٣٤٥٦", "#123456;"])
def test_what_is_no_colour_code_is_refused(typed: str) -> None:
    with pytest.raises(NoColour):
        clean_colour(typed)


def test_everything_about_itself_is_told_whenever_something_changes() -> None:
    logo = Logo(picture="0" * 32, width=512, height=171)
    organisation = Organisation(new_id(), Details("Digibank"))
    assert organisation.wish_colour("#ffd500")
    assert organisation.show_logo(logo)
    assert organisation.change(Details("Digibank De Brug"))
    assert not organisation.wish_colour("#ffd500")
    assert not organisation.show_logo(logo)
    assert organisation.show_logo(None)
    told = [event for event in organisation.take_events() if isinstance(event, OrganisationChanged)]
    assert [(event.title, event.colour, event.logo) for event in told] == [
        ("Digibank", "#ffd500", None),
        ("Digibank", "#ffd500", logo),
        ("Digibank De Brug", "#ffd500", logo),
        ("Digibank De Brug", "#ffd500", None),
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "picked", "meant"),
    [
        ("", "", "#0d5860", ""),  # nothing was touched: the field of the browser shows the standard colour
        ("#ffd500", "#ffd500", "#ffd500", "#ffd500"),
        ("#ff0000", "", "#0d5860", "#ff0000"),
        ("", "", "#FF0000", "#FF0000"),
        ("#ffd500", "#ffd500", "#0000ff", "#0000ff"),
        ("#00ff00", "#ffd500", "#0000ff", "#00ff00"),  # both: what was typed
        ("", "#ffd500", "#ffd500", ""),  # emptied
        ("rood", "rood", "#0d5860", "rood"),  # sent again after it was refused
        ("rood", "rood", "#ff0000", "#ff0000"),
        ("", "", "", ""),  # a browser that does not know the field
    ],
)
def test_typed_or_pointed_at(typed: str, shown: str, picked: str, meant: str) -> None:
    assert chosen_colour({"colour": typed, "shown": shown, "picked": picked}) == meant
