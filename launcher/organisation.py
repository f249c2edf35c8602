"""`./digibank organisation`: begin a Digibank on a running system, or let its coordinator in again."""

from uuid import UUID, uuid5

import httpx

from launcher.errors import CannotContinue
from launcher.say import say
from launcher.tls import own_address
from shared.identity.tokens import Asking, Tokens
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings

PATIENCE_SECONDS = 10.0


def add_organisation(settings: Settings, title: str, coordinator: str) -> None:
    """Ask the running system to set up an organisation, and print the start code of its first coordinator.

    The first organisation of an installation has an id that follows from the master key. Every further one has an id that
    follows from its coordinator's name, which only one account can have: so the same command again gives the same code, until
    a password is chosen.

    Raises `CannotContinue` when nobody answers or the rules say no.
    """
    first, name = settings.master_key.first_organisation(), coordinator.strip().lower()
    body = {"title": title, "coordinator": name}
    answer = _ask(settings, "organisations", first, body)
    if _problem(answer) == "already_set_up":
        answer = _ask(settings, "organisations", uuid5(first, name), body)
    _tell(settings, answer, f"{title} is er.", name)


def new_start_code(settings: Settings, name: str) -> None:
    """Print a new start code for an account, whatever its organisation: for a coordinator whom nobody else can give one.

    Raises `CannotContinue` when nobody answers or there is no such account.
    """
    name = name.strip().lower()
    answer = _ask(settings, "start-codes", settings.master_key.first_organisation(), {"sign_in_name": name})
    _tell(settings, answer, "Er is een nieuwe startcode. Een wachtwoord van vroeger blijft werken tot die gebruikt is.", name)


def _tell(settings: Settings, answer: httpx.Response, news: str, name: str) -> None:
    if answer.status_code != 200:
        raise CannotContinue(_told(answer))
    say(f"{news} Geef dit van hand tot hand:\n")
    say(f"  ga naar      {settings.base_url}/sign-in/start-code")
    say(f"  aanmeldnaam  {name}")
    say(f"  startcode    {answer.json()['start_code']}\n")
    say("De code werkt één keer, zeven dagen lang. Kwijt of te oud? Geef dezelfde opdracht opnieuw.")


def _ask(settings: Settings, what: str, organisation: UUID, body: dict[str, str]) -> httpx.Response:
    question = Tokens(settings.master_key, SystemClock()).sign_question(Asking("installation", organisation, None))
    base, trusted = own_address(settings)
    headers = {"authorization": f"Bearer {question}"}
    try:
        return httpx.post(f"{base}/portal/api/{what}", json=body, headers=headers, timeout=PATIENCE_SECONDS, verify=trusted)
    except httpx.HTTPError as error:
        raise CannotContinue(
            f"Op {settings.base_url} antwoordt niemand ({type(error).__name__}). Start Digibank eerst met ./digibank up"
        ) from None


def _problem(answer: httpx.Response) -> str:
    """What kind of problem an answer tells; empty when it tells none."""
    if answer.headers.get("content-type", "") != "application/problem+json":
        return ""
    return str(answer.json().get("type", "")).rpartition(":")[2]


def _told(answer: httpx.Response) -> str:
    """Why not, in one line."""
    problem = _problem(answer)
    if problem == "already_set_up":
        return "Deze organisatie bestaat al, en haar coördinator koos al een wachtwoord."
    if problem == "not_found":
        return "Niemand meldt zich met die naam aan."
    if problem == "http_401":
        return "Digibank draait hier met andere gegevens dan deze opdracht leest. Geef dezelfde --data mee als aan ./digibank up"
    if problem:
        return f"{answer.json()['title']}. {answer.json()['detail']}"
    return f"Op dit adres antwoordt iets anders dan Digibank (status {answer.status_code})."
