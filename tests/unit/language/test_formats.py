"""What is done to words so that they stand well on a narrow page."""

from shared.language.formats import together


def test_no_mark_stands_alone_on_the_next_line() -> None:
    assert together("C’est perdu ou volé ?") == "C’est perdu ou volé\u00a0?"
    assert together("Internet à la maison : où trouver de l’aide") == "Internet à la maison\u00a0: où trouver de l’aide"
    assert together("Is het stuk? Vertel het ons.") == "Is het stuk? Vertel het ons."
