"""Which services there are."""

from launcher.environment import PROJECT


def service_names() -> list[str]:
    """Every folder in `services/` with an `app.py`, by name."""
    return sorted(index.parent.name for index in (PROJECT / "services").glob("*/app.py"))
