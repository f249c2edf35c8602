"""The 21 competences of DigComp 3.0, from `competences.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Competence:
    """One competence.

    Attributes:
        id: such as `1.1`; the first digit is its area.
        en: its name in English.
        nl: its name in Dutch, for people who know the framework. Learners see our own words instead.
    """

    id: str
    en: str
    nl: str


_DATA = tomllib.loads((Path(__file__).parent / "competences.toml").read_text(encoding="utf-8"))

DATA_VERSION: str = _DATA["version"]
"""Which edition of the framework the ids belong to; kept with every assessment."""

COMPETENCES: Mapping[str, Competence] = {row["id"]: Competence(**row) for row in _DATA["competence"]}
"""All of them by id, in the framework's order."""

AREAS: Mapping[str, Competence] = {row["id"]: Competence(**row) for row in _DATA["area"]}
"""The five areas by id."""
