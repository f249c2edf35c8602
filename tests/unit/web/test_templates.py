"""What every template can rely on."""

from shared.language.translate import speaking
from shared.web import pages


def test_a_template_speaks_the_language_of_each_reader_not_of_the_first() -> None:
    template = pages._templates().from_string("{{ 8192 | gigabytes }} · {{ 'Vandaag' | translated }} · {{ _('Vandaag') }}")
    with speaking("fr"):
        assert template.render() == "8 Go · Aujourd’hui · Aujourd’hui"
    assert template.render() == "8 GB · Vandaag · Vandaag"
    with speaking("en"):
        assert template.render() == "8 GB · Today · Today"
