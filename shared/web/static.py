"""Style sheet, typeface and script: vendored, served by ourselves, cached for long under an address with their hash."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from shared.language.translate import _

FOLDER = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
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


@router.get("/static/{version}/{name:path}")
async def static_file(version: str, name: str) -> Response:
    """One file."""
    found = files().get(name)
    if found is None:
        raise HTTPException(404, _("Dit bestand is er niet."))
    content, kind = found
    return Response(content, media_type=kind, headers={"cache-control": "public, max-age=31536000, immutable"})
