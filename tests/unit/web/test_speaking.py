"""Which languages somebody wants, from what a browser sends along."""

import pytest
from starlette.datastructures import Headers

from shared.web.speaking import LANGUAGE_COOKIE, wanted


@pytest.mark.parametrize("beside", ["", "theme=dark; ", "a[b]=1; ", 'seen={"a": 1}; ', "naïef=1; ", "=; ;; "])
def test_what_was_picked_counts_whatever_other_cookies_look_like(beside: str) -> None:
    sent = Headers(raw=[(b"cookie", f"{beside}{LANGUAGE_COOKIE}=fr".encode("latin-1")), (b"accept-language", b"ar")])
    assert wanted(sent) == ["fr", "ar"]


def test_nothing_was_picked() -> None:
    assert wanted(Headers({"accept-language": "ar"})) == ["ar"]
    assert wanted(Headers({"cookie": f"{LANGUAGE_COOKIE}="})) == []
