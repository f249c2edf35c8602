"""What somebody types to sign in: no e-mail address needed, easy to say aloud."""

import re

from services.portal.domain.refusals import BadSignInName
from shared.language.free_text import has_register_number

SHORTEST, LONGEST = 3, 40
_PATTERN = re.compile(rf"[a-z0-9.\-]{{{SHORTEST},{LONGEST}}}")


def as_typed(text: str) -> str:
    """A name as people type it: capitals and outer spaces do not matter."""
    return text.strip().lower()


def clean_sign_in_name(text: str) -> str:
    """A new name to sign in with. Raises `BadSignInName`, also for a national register number."""
    name = as_typed(text)
    if not _PATTERN.fullmatch(name) or has_register_number(name):
        raise BadSignInName(shortest=SHORTEST, longest=LONGEST)
    return name
