"""Pages with a button to scan may ask for the camera, as no other may."""

from fastapi.responses import Response


def with_camera(answer: Response) -> Response:
    """Let this page use the camera of the phone it is shown on. All other pages may not: see `shared/web/tracing.py`."""
    answer.headers["permissions-policy"] = "camera=(self)"
    return answer
