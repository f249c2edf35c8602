"""A sticker as an SVG picture for a page: the same design as on paper."""

from html import escape

from services.inventory.documents.sticker_design import Piece, StickerWords, design_for, sticker_address
from services.inventory.domain.label_papers import LabelPaper
from shared.documents.lettering import BOLD, width_of
from shared.documents.qr import QUIET_ZONE, modules_outline, qr_modules


def sticker_svg(base_url: str, code: str, words: StickerWords, paper: LabelPaper) -> str:
    """The picture, as wide as its place. Each text is as wide as on paper, in whatever typeface; all of it is escaped."""
    design = design_for(paper, words, base_url)
    modules = qr_modules(sticker_address(base_url, code), design.correction, design.mask)
    x, y, side = design.square
    unit = side / (len(modules) + 2 * QUIET_ZONE)
    at_x, at_y, size = design.code
    code_piece = Piece(code, BOLD, size, at_x, at_y, width_of(code, BOLD, size), is_bold=True)
    texts = "".join(_text(piece, design.height) for piece in (code_piece, *design.pieces))
    box = f"{design.width:.2f} {design.height:.2f}"
    left, top = x + QUIET_ZONE * unit, design.height - y - side + QUIET_ZONE * unit
    place = f"translate({left:.3f} {top:.3f}) scale({unit:.4f})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box}" aria-hidden="true">'
        '<rect width="100%" height="100%" fill="#fff"/>'
        f'<path transform="{place}" shape-rendering="crispEdges" d="{modules_outline(modules)}"/>{texts}</svg>'
    )


def _text(piece: Piece, height: float) -> str:
    """The letters stand in the order in which they are drawn, so the browser must not turn them round again."""
    weight = ' font-weight="700"' if piece.is_bold else ""
    return (
        f'<text x="{piece.x:.2f}" y="{height - piece.y:.2f}" font-size="{piece.size:.2f}"{weight} direction="ltr" '
        f'unicode-bidi="bidi-override" textLength="{piece.width:.2f}" lengthAdjust="spacingAndGlyphs">{escape(piece.text)}</text>'
    )
