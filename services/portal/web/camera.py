"""Pages with a button to scan: which stickers are ours, and that these pages may ask for the camera, as no other may."""

from urllib.parse import urlsplit

from fastapi.responses import Response

from shared.runtime.running import RunningService


def our_site(running: RunningService) -> str:
    """The host and port in the addresses on our stickers. On one box it may differ from where a page was opened."""
    return urlsplit(running.settings.base_url).netloc


def with_camera(answer: Response) -> Response:
    """Let this page use the camera of the phone it is shown on. All other pages may not: see `shared/web/tracing.py`."""
    answer.headers["permissions-policy"] = "camera=(self)"
    return answer
