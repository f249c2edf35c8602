"""What the gallery knows of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from shared.contracts.vocabulary import Role

State = Literal["filled", "empty", "error"]
Visitor = Role | Literal["nobody", "learner", "family", "sharing", "tablet"]
"""`sharing` is at work on a tablet that others use too; `tablet` is whoever finds it locked."""

WRONG_CODE: Final = "ABC 234"


@dataclass(frozen=True)
class Form:
    """A form to send from a page, the way somebody could.

    Attributes:
        to: the address the form goes to; empty for the page's own.
        fields: what is typed or ticked first, by name. Of boxes only the one with this value stays ticked.
    """

    to: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GalleryPage:
    """One page.

    Attributes:
        name: what it is called in reports and in file names: small letters and dashes.
        address: where it is; names in braces are filled in with what `seed.py` made.
        visitor: who looks.
        opens: a form that has to be sent to see it, from the page at `address`.
        wrong: a form on it that is refused; then it also exists in the state `error`.
        empty: it also exists when there is nothing yet: in an organisation that just began, or for somebody who did nothing yet.
        status: of the answer, when it is not 200.
        language: what it speaks, where that is not for the visitor to choose: a family signs in its own language.
    """

    name: str
    address: str
    visitor: Visitor = Role.STAFF
    opens: Form | None = None
    wrong: Form | None = None
    empty: bool = False
    status: int = 200
    language: str = ""

    @property
    def path(self) -> str:
        """The address without what it asks."""
        return self.address.partition("?")[0]

    @property
    def states(self) -> tuple[State, ...]:
        """In which it exists."""
        more: dict[State, bool] = {"empty": self.empty, "error": self.wrong is not None}
        return ("filled", *(state for state, there in more.items() if there))

    def is_at(self, route: str) -> bool:
        """Whether this is a page of a route such as `/people/{person_id}`."""
        mine, theirs = self.path.split("/"), route.split("/")
        if len(mine) != len(theirs):
            return False
        return all(one == other or one[:1] == other[:1] == "{" for one, other in zip(mine, theirs, strict=True))
