"""The unit of work of portal."""

from functools import cached_property

from services.portal.store.accounts import Accounts
from services.portal.store.known import Known
from services.portal.store.organisations import Organisations
from services.portal.store.passkeys import Passkeys
from services.portal.store.providers import Providers
from services.portal.store.sessions import Sessions
from shared.bus.unit import Unit


class PortalUnit(Unit):
    """One transaction of one organisation, with its people and their sessions."""

    @cached_property
    def organisations(self) -> Organisations:
        """The organisation itself."""
        return Organisations(self)

    @cached_property
    def accounts(self) -> Accounts:
        """Its people."""
        return Accounts(self)

    @cached_property
    def sessions(self) -> Sessions:
        """Who of them is signed in."""
        return Sessions(self)

    @cached_property
    def passkeys(self) -> Passkeys:
        """With which of their devices they sign in."""
        return Passkeys(self)

    @cached_property
    def providers(self) -> Providers:
        """Its own sign-in elsewhere, and who of them comes in by it."""
        return Providers(self)

    @cached_property
    def known(self) -> Known:
        """What other services told."""
        return Known(self)
