"""What an agreement says, for everybody who scans the square on the paper: no family is in it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.documents.agreement_text import PlaceToAsk, is_ours, of_organisation, of_ours, words_of
from services.loans.domain.agreement import AgreementText
from services.loans.domain.household import Language
from services.loans.domain.wording import FIRST_OWN, LARGEST_NUMBER
from services.loans.queries.wordings import organisation_of, same_in_other_languages
from services.loans.web.reading import PREFIX
from shared.domain import NotFound
from shared.language.languages import languages
from shared.language.translate import language as spoken_language
from shared.runtime.faces import face_of
from shared.web.call import open_to_all, running_service
from shared.web.pages import page, show_house

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/{number}", dependencies=[open_to_all("what our agreements say is no secret, and no family is in it")])
async def read_text(request: Request, number: int, language: str = "", end: str = "") -> Response:
    """The text with this number, or what says the same in another language; with `end` also what is said about an end date."""
    if FIRST_OWN <= number <= LARGEST_NUMBER:
        found = await _of_organisation(request, number, names_end=bool(end))
    elif is_ours(number):
        found = [of_ours(one, number, names_end=bool(end)) for one in Language]
    else:
        raise NotFound()
    text = _wanted(found, number, language)
    context = {
        "text": text,
        "sheet": text.sheets[0],
        "choices": [(languages()[one.language.value], one is text) for one in found],
        "number": number,
        "end": "&end=1" if end else "",
        "direction": lambda code: languages()[code].direction,
        "foot": words_of(text.language)["number"].format(version=text.template_version),
    }
    return page(request, "loans/agreement_text.html", context)


def _wanted(found: list[AgreementText], number: int, language: str) -> AgreementText:
    """In the language that is asked for; else the one with this number, or that the reader's pages are in."""
    by_language = {one.language.value: one for one in found}
    own = next((one for one in found if one.template_version == number and number >= FIRST_OWN), None)
    return by_language.get(language) or own or by_language.get(spoken_language().code) or by_language[Language.NL.value]


async def _of_organisation(request: Request, number: int, *, names_end: bool) -> list[AgreementText]:
    running = running_service(request)
    organisation = await organisation_of(running.units, number)
    if organisation is None:
        raise NotFound()
    await show_house(request, organisation)
    async with running.units.open(organisation) as unit:
        own = await unit.wordings.get(number)
        texts = await same_in_other_languages(unit, own)
        face = await face_of(unit)
    place = PlaceToAsk(face.title or None, face.help_line, face.help_place, face.ask_about_data)
    return [of_organisation(one, place, names_end=names_end) for one in texts]
