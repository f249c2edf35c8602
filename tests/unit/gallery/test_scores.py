"""What is made of a report of Lighthouse, and what is said when it cannot run."""

import json
from pathlib import Path
from typing import Any

import pytest

from launcher.errors import CannotContinue
from tests.gallery import scores
from tests.gallery.pages import BY_NAME
from tests.gallery.scores import MOST_USED, Score, install, read, table


def report(accessibility: float | None = 1.0, **more: Any) -> Any:
    categories = {
        "accessibility": {"score": accessibility, "auditRefs": [{"id": "color-contrast"}, {"id": "label"}]},
        "best-practices": {"score": 0.96, "auditRefs": [{"id": "errors-in-console"}]},
    }
    audits = {
        "color-contrast": {"title": "Contrast is too low", "score": 0},
        "label": {"title": "Fields have labels", "score": 1},
        "errors-in-console": {"title": "No errors", "score": None},
        "elsewhere": {"title": "Of another category", "score": 0},
        "network-requests": {"details": {"items": [{"transferSize": 40_500}, {"transferSize": 9_500}, {}]}},
    }
    address = "http://127.0.0.1:8000/sign-in"
    return {"categories": categories, "audits": audits, "requestedUrl": address, "finalDisplayedUrl": address} | more


def test_a_report_is_read() -> None:
    assert read("sign-in", report(0.945)) == Score("sign-in", 94, 96, 50.0, 3, ("Contrast is too low",))


def test_a_category_that_could_not_be_scored_is_none_of_a_hundred() -> None:
    assert read("sign-in", report(None)).accessibility == 0


def test_a_page_that_did_not_open_is_no_score() -> None:
    with pytest.raises(CannotContinue, match=r"sign-in.*NO_FCP"):
        read("sign-in", report(runtimeError={"code": "NO_FCP"}))


def test_a_page_that_led_to_another_one_is_no_score() -> None:
    with pytest.raises(CannotContinue, match="niet op account maar op /sign-in"):
        read("account", report(requestedUrl="http://127.0.0.1:8000/account"))


def test_the_table_says_what_is_missed_and_why() -> None:
    good, heavy = Score("good", 100, 95, 99.4, 4, ()), Score("heavy", 100, 100, 100.0, 9, ("Too much",))
    lines = table([good, heavy]).splitlines()
    assert lines[2] == "| good | 100 | 95 | 99 | 4 | met |"
    assert lines[3] == "| heavy | 100 | 100 | 100 | 9 | MISSED |"
    assert lines[-1] == "heavy: Too much"


def test_what_is_measured_can_be_opened_with_a_link() -> None:
    assert len(set(MOST_USED)) == 10
    assert all(BY_NAME[name].opens is None and BY_NAME[name].status == 200 for name in MOST_USED)


def test_without_node_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotContinue, match=r"npm.*Installeer Node\.js"):
        install(lambda _: None, tmp_path)


def test_an_old_node_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, says in (("node", "v16.20.2"), ("npm", "8")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {says}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotContinue, match=r"Node 18.*v16\.20\.2"):
        install(lambda _: None, tmp_path)


def test_the_pinned_versions_name_no_host() -> None:
    lock = json.loads((scores.HERE / "package-lock.json").read_text())
    asked = json.loads((scores.HERE / "package.json").read_text())
    assert lock["packages"]["node_modules/lighthouse"]["version"] == asked["dependencies"]["lighthouse"]
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
