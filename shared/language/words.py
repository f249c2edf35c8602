"""Lists of Dutch words, from `words_nl.toml`, which says what each is for."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

WORDS: Mapping[str, str] = tomllib.loads((Path(__file__).parent / "words_nl.toml").read_text(encoding="utf-8"))
"""Each list is one string, with white space between the words."""
