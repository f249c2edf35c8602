"""`./digibank sign-in`: a code to sign in with, until people have accounts of their own."""

from uuid import UUID

from launcher.say import say
from shared.contracts.vocabulary import Role
from shared.identity.tokens import LIFETIME, Person, Tokens
from shared.runtime.clock import SystemClock, new_id
from shared.runtime.settings import Settings


def sign_in(settings: Settings, organisation: UUID | None) -> None:
    """Print a code for staff of an organisation, by default the one of this installation."""
    tokens = Tokens(settings.master_key, SystemClock())
    person = Person(new_id(), organisation or own_organisation(settings), frozenset({Role.STAFF}), new_id())
    say(f"Ga naar {settings.base_url}/sign-in en plak daar deze code. Ze werkt {LIFETIME.seconds // 3600} uur.\n")
    say(tokens.sign(person))


def own_organisation(settings: Settings) -> UUID:
    """The organisation of this installation: the same every time, and no other installation has it."""
    return UUID(bytes=settings.master_key.derive("organisation", 16), version=4)
