"""The style sheets as they are written: parts that go out as one."""

import re
from pathlib import Path

import pytest

from shared.web.static import STYLE


@pytest.mark.parametrize("part", sorted(STYLE.glob("*.css")), ids=lambda part: part.name)
def test_a_part_closes_every_rule_that_it_opens(part: Path) -> None:
    """All that follows an open rule, in this part and in those behind it, belongs to it and shows nowhere."""
    depth = 0
    for number, line in enumerate(part.read_text().splitlines(), start=1):
        deeper = not line.startswith((" ", "@", "}", "\t")) and line.endswith("{")
        assert not (deeper and depth), f"{part.name}:{number} begins a rule within another"
        depth += line.count("{") - line.count("}")
        assert depth >= 0, f"{part.name}:{number} closes what is not open"
    assert depth == 0


@pytest.mark.parametrize("name", ["sheet", "sheets", "sheet-title", "sheet-heading", "dutch-beside", "simple"])
def test_the_agreement_looks_like_itself(name: str) -> None:
    """A class of the same name in another part once squeezed the Dutch sheet beside it to a few letters a line."""
    of_that_name = re.compile(rf"\.{name}(?![\w-])")
    assert [part.name for part in sorted(STYLE.glob("*.css")) if of_that_name.search(part.read_text())] == ["7-loans.css"]
