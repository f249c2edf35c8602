"""Style sheet, typeface and script: vendored, served by ourselves, cached for long under an address with their hash."""

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from shared.language.translate import _

FOLDER = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".js": "text/javascript; charset=utf-8",
}

router = APIRouter(include_in_schema=False)


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """Every file that may be asked for, with its kind; read once. The parts of the style go out as one, in order of name."""
    found = {
        path.relative_to(FOLDER).as_posix(): (path.read_bytes(), KINDS[path.suffix])
        for path in FOLDER.rglob("*")
        if path.suffix in KINDS
    }
    style = b"\n".join(part.read_bytes() for part in sorted(STYLE.glob("*.css")))
    return found | {"style.css": (style, KINDS[".css"])}


@cache
def version() -> str:
    """Changes when any file changes; part of every address."""
    return sha256(b"".join(content for content, _ in files().values())).hexdigest()[:12]


@cache
def compressed(content: bytes) -> bytes | None:
    """The same as gzip, made once; None where that saves little, as for a typeface, which is compressed already."""
    smaller = gzip.compress(content, 9, mtime=0)
    return smaller if len(smaller) < 0.9 * len(content) else None


def answer(request: Request, content: bytes, kind: str, cache_control: str) -> Response:
    """What is the same for everybody, compressed for a browser that can read that. Never for a page: see decision 26."""
    headers = {"cache-control": cache_control, "vary": "accept-encoding"}
    smaller = compressed(content)
    if smaller is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(content, media_type=kind, headers=headers)
    return Response(smaller, media_type=kind, headers={**headers, "content-encoding": "gzip"})


@router.get("/static/{version}/{name:path}")
async def static_file(request: Request, version: str, name: str) -> Response:
    """One file."""
    found = files().get(name)
    if found is None:
        raise HTTPException(404, _("Dit bestand is er niet."))
    return answer(request, *found, cache_control="public, max-age=31536000, immutable")
