"""Which passwords are good enough: long ones that are not among the first that others try. No rules about signs and digits."""

from services.portal.domain.common_passwords import COMMON
from services.portal.domain.refusals import PasswordIsName, PasswordTooCommon, PasswordTooLong, PasswordTooShort

SHORTEST, LONGEST = 10, 200


def check_new_password(password: str, sign_in_name: str) -> None:
    """Let a password pass. Its letters count, spaces too; capitals make no other password of a well-known one.

    Raises `PasswordTooShort`, `PasswordTooLong`, `PasswordIsName`, `PasswordTooCommon`.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(longest=LONGEST)
    plain = password.strip().lower()
    if plain == sign_in_name:
        raise PasswordIsName()
    if plain.replace(" ", "") in COMMON or len(set(plain)) < 4:
        raise PasswordTooCommon()
