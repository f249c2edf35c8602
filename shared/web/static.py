"""Style sheets, typeface and script: vendored, served by ourselves, cached for long under an address with their hash."""

import gzip
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from shared.language.translate import _
from shared.web import colour

FOLDER = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".js": "text/javascript; charset=utf-8",
}

FOR_LONG = {"cache-control": "public, max-age=31536000, immutable"}
"""Headers of what never changes under its address."""

router = APIRouter(include_in_schema=False)


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """Every file that may be asked for, with its kind; read once. The parts of the style go out as one, in order of name."""
    found = {
        path.relative_to(FOLDER).as_posix(): (path.read_bytes(), KINDS[path.suffix])
        for path in FOLDER.rglob("*")
        if path.suffix in KINDS
    }
    style = b"\n".join(_without_remarks(part.read_bytes()) for part in sorted(STYLE.glob("*.css")))
    return found | {"style.css": (style, KINDS[".css"])}


def _without_remarks(style: bytes) -> bytes:
    """A style sheet without what is for us alone: remarks, and space at the beginning of lines. A page has to stay light."""
    return re.sub(rb"\n\s+", b"\n", re.sub(rb"/\*.*?\*/", b"", style, flags=re.DOTALL))


@cache
def version() -> str:
    """Changes when any file changes, or how a colour is made readable; part of every address."""
    parts = [content for content, _ in files().values()] + [Path(colour.__file__).read_bytes()]
    return sha256(b"".join(parts)).hexdigest()[:12]


@router.get("/static/{version}/colour/{digits}.css")
async def colour_style(version: str, digits: str) -> Response:
    """The tokens of an organisation's own colour: six hexadecimal digits in small letters."""
    try:
        css = colour.style_sheet(colour.palette(f"#{digits}"))
    except ValueError:
        raise HTTPException(404, _("Dit bestand is er niet.")) from None
    return Response(css, media_type=KINDS[".css"], headers=FOR_LONG)


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
    return answer(request, *found, cache_control=FOR_LONG["cache-control"])
