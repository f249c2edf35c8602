"""Somebody who works in an organisation, and how that person gets in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID

from services.portal.domain import pin
from services.portal.domain.refusals import IsRemoved, LastCoordinator, LeaderMustStay, NameMissing, NoRoles, WrongLastDay
from services.portal.domain.start_code import LIFETIME, StartCode
from shared.contracts.portal import MembershipChanged
from shared.contracts.vocabulary import Role
from shared.domain import Aggregate
from shared.language.free_text import clean_line

LONGEST_NAME = 60
TRIES = 5
"""Wrong passwords or start codes before an account waits."""

LONGEST_AHEAD = timedelta(days=3660)
"""How far away the last day of a role may be: ten years."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)


def clean_display_name(text: str) -> str:
    """What colleagues call somebody. Raises `NameMissing` and what `clean_line` raises."""
    name = clean_line(text, longest=LONGEST_NAME)
    if not name:
        raise NameMissing()
    return name


def end_of(last_day: date, zone: tzinfo) -> datetime:
    """The moment (UTC) at which a last day is over where the organisation is: the midnight after it."""
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


@dataclass
class Account(Aggregate):
    """One person in one organisation.

    Attributes:
        sign_in_name: what this person types to sign in; nobody else in the installation has it.
        display_name: what colleagues call this person; never leaves portal.
        roles: what this person does; none: does nothing here any more.
        last_days: for roles that end by themselves, the last day on which this person has them.
        password_hash: None until a password is chosen.
        start_code: with which a password can be chosen; None when it was used.
        wrong_tries: since the last time it went well.
        waits_until: until this moment nothing that is typed is right (UTC).
        pin_hash: of the PIN for shared tablets; None: has none.
        wrong_pins: since a password or a passkey was last right.
        proofs_from: what was proved on a tablet before this moment is no reason any more to accept a PIN there (UTC).
    """

    id: UUID
    sign_in_name: str
    display_name: str
    roles: frozenset[Role] = frozenset()
    password_hash: str | None = None
    start_code: StartCode | None = None
    wrong_tries: int = 0
    waits_until: datetime | None = None
    last_days: Mapping[Role, date] = field(default_factory=dict)
    pin_hash: str | None = None
    wrong_pins: int = 0
    proofs_from: datetime | None = None

    @property
    def is_member(self) -> bool:
        """Whether this person does something in the organisation."""
        return bool(self.roles)

    @property
    def leads(self) -> bool:
        """Whether this person can look after people and rights: a coordinator who can sign in, without a last day."""
        return self._coordinates_on and self.password_hash is not None

    @property
    def first_end(self) -> date | None:
        """The last day of the role that ends first; None when no role ends by itself."""
        return min(self.last_days.values(), default=None)

    @property
    def _coordinates_on(self) -> bool:
        return Role.COORDINATOR in self.roles and Role.COORDINATOR not in self.last_days

    def take_roles(
        self, roles: Iterable[Role], other_leaders: int, *, last_days: Mapping[Role, date] | None = None, today: date = date.min
    ) -> bool:
        """Do this from now on; False when that is what this person did already. Also brings back who was removed.

        Args:
            other_leaders: how many others can look after people and rights.
            last_days: until when, for roles that end by themselves; of roles that are not taken it says nothing.
            today: where the organisation is.

        Raises `NoRoles`, `WrongLastDay`; `LastCoordinator` and `LeaderMustStay` when nobody would be left who can.
        """
        wanted = frozenset(roles)
        days = {role: day for role, day in (last_days or {}).items() if role in wanted}
        if not wanted:
            raise NoRoles()
        if (wanted, days) == (self.roles, self.last_days):
            return False
        for role, day in days.items():
            if self.last_days.get(role) != day and not today <= day <= today + LONGEST_AHEAD:
                raise WrongLastDay(role=role.value)
        if self._coordinates_on and not other_leaders:
            if Role.COORDINATOR not in wanted:
                raise LastCoordinator()
            if Role.COORDINATOR in days:
                raise LeaderMustStay()
        self._now_does(wanted, days)
        return True

    def let_end(self, today: date) -> bool:
        """Have no role any more whose last day is over; False when there is none. Without a role left there is no way in either.

        Nobody has to be asked: who leads has no last day.
        """
        days = {role: day for role, day in self.last_days.items() if day >= today}
        if len(days) == len(self.last_days):
            return False
        left = self.roles - (self.last_days.keys() - days.keys())
        if not left:
            self.password_hash = self.start_code = None
            self.drop_pin()
        self._now_does(left, days)
        return True

    def leave(self, other_leaders: int) -> bool:
        """Do nothing here any more, and get in no more; False when that was so already. Raises `LastCoordinator`."""
        if not self.is_member:
            return False
        if self._coordinates_on and not other_leaders:
            raise LastCoordinator()
        self.password_hash = self.start_code = None
        self.drop_pin()
        self._now_does(frozenset(), {})
        return True

    def give_start_code(self, code_id: UUID, now: datetime) -> StartCode:
        """A new way in; an earlier code stops working, a password goes on working. Raises `IsRemoved`."""
        if not self.is_member:
            raise IsRemoved()
        self.start_code = StartCode(code_id, now + LIFETIME)
        self.wrong_tries, self.waits_until = 0, None
        return self.start_code

    def has_to_wait(self, now: datetime) -> bool:
        """Whether nothing that is typed now is right."""
        return self.waits_until is not None and now < self.waits_until

    def tried_wrong(self, now: datetime) -> None:
        """Count a wrong password or start code; the fifth one and each after it doubles the wait."""
        self.wrong_tries += 1
        if self.wrong_tries >= TRIES:
            self.waits_until = now + min(FIRST_WAIT * 2 ** min(self.wrong_tries - TRIES, 10), LONGEST_WAIT)

    def tried_right(self) -> None:
        """Forget what went wrong before."""
        self.wrong_tries, self.waits_until = 0, None

    def set_password(self, password_hash: str, now: datetime) -> None:
        """From now on this is the password; a start code stops working, and every shared tablet asks for the password first."""
        self.password_hash, self.start_code = password_hash, None
        self.forget_proofs(now)
        self.came_in()

    def came_in(self) -> None:
        """A password or a passkey was right: what went wrong before is forgotten."""
        self.tried_right()
        self.wrong_pins = 0

    def forget_proofs(self, now: datetime) -> None:
        """Whoever holds a tablet that knows this person needs the password again."""
        self.proofs_from = now

    def set_pin(self, pin_hash: str) -> None:
        """Go on with this PIN on shared tablets."""
        self.pin_hash, self.wrong_pins = pin_hash, 0

    def drop_pin(self) -> None:
        """Have no PIN any more."""
        self.pin_hash, self.wrong_pins = None, 0

    def pin_works(self, proved_at: datetime, now: datetime) -> bool:
        """Whether a PIN can be right on a tablet where this person proved to be there at `proved_at` (UTC)."""
        fresh = now < proved_at + pin.PROOF_LASTS and (self.proofs_from is None or proved_at >= self.proofs_from)
        return self.is_member and self.pin_hash is not None and self.wrong_pins < pin.TRIES and fresh

    @property
    def pins_left(self) -> int:
        """How often a PIN may still be wrong before the password is needed."""
        return max(pin.TRIES - self.wrong_pins, 0)

    def _now_does(self, roles: frozenset[Role], last_days: Mapping[Role, date]) -> None:
        self.roles, self.last_days = roles, dict(last_days)
        self.record(MembershipChanged(person_id=self.id, roles=tuple(sorted(roles)), ends_on=self.first_end))
