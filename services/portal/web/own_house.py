"""An organisation as its pages show it, from portal's own table: what the other pages know comes with an event, a moment later."""

from services.portal.domain.organisation import Organisation
from shared.runtime.faces import Face
from shared.web.pages import House, house_with


def own_house(organisation: Organisation) -> House:
    """Its name, colour and logo as they are now."""
    details = organisation.details
    face = Face(details.title, details.help_line, details.help_place, organisation.colour, organisation.logo)
    return house_with(face, organisation.id)
