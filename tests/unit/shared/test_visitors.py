"""Who is in without a sign-in, as all of the house knows it."""

from launcher.environment import PROJECT
from shared.web.visitor_cookie import VISITORS, VisitorCookie


def test_no_kind_of_visitor_is_forgotten_when_a_tablet_is_locked() -> None:
    """A cookie that is made elsewhere would outlive the lock."""
    makers = [path.name for path in PROJECT.glob("s*/**/*.py") if "VisitorCookie(" in path.read_text()]
    assert makers == ["visitor_cookie.py"]
    made = (PROJECT / "shared/web/visitor_cookie.py").read_text().count("= VisitorCookie(")
    assert len(VISITORS) == made
    assert all(isinstance(one, VisitorCookie) for one in VISITORS)
