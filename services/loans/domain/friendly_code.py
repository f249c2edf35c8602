"""A name for a household that is nobody's name, such as `KIWI-42`."""

from collections.abc import Callable

WORDS = (
    "APPEL", "BEUK", "BIJ", "BOOT", "BRUG", "CITROEN", "DEN", "EGEL", "EIK", "FIETS", "GANS", "HAAS", "HERT", "IJS", "KERS",
    "KIWI", "KLAVER", "KOALA", "LINDE", "MAAN", "MEEUW", "MOLEN", "MUS", "NOOT", "OLIJF", "OTTER", "PAREL", "PEER", "PRUIM",
    "RAAF", "REGEN", "ROOS", "SNEEUW", "SPECHT", "STER", "TULP", "UIL", "VIS", "VLIEG", "VOS", "WILG", "WOLK", "ZEE",
    "ZON", "ZWAAN",
)  # fmt: skip


def make_friendly_code(random_below: Callable[[int], int], highest: int) -> str:
    """A word and a number from 1 to `highest`. `random_below(n)` gives a number from 0 to n - 1."""
    return f"{WORDS[random_below(len(WORDS))]}-{random_below(highest) + 1}"
