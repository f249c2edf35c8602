"""Pictograms on a page. They stand beside words, never instead of them."""

from markupsafe import Markup

from shared.pictograms.index import pictogram_of, svg_of

SIZES = ("", "small", "medium", "large")
"""72 pixels, 24, 48 and 96, where letters have their usual size; see `style/5-pictograms.css`."""


def pictogram(name: str, size: str = "", label: str = "") -> Markup:
    """A pictogram as part of a page, to use in any template.

    Args:
        size: one of `SIZES`.
        label: what it says to who does not see it, only where the words beside it do not say the same.

    Raises:
        KeyError: there is no such pictogram; says which there are.
        ValueError: there is no such size.
    """
    if size not in SIZES:
        raise ValueError(f"A pictogram is one of {SIZES}, not {size!r}.")
    classes = " ".join(filter(None, ("picture", size, "turns" if pictogram_of(name).turns else "")))
    seen = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true" focusable="false"')
    drawing = Markup(svg_of(name).removeprefix("<svg"))  # noqa: S704  # a file of ours
    return Markup("<svg ") + Markup('class="{}" ').format(classes) + seen + drawing
