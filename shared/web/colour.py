"""An organisation's own colour, made readable: the tokens of the style sheet follow from the one colour that it wishes.

Contrast is that of WCAG 2.2. What has to change is changed in OKLCH, where the same step in lightness looks the same for every
hue; hue and, as far as a screen can show it, saturation stay what they were.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

READABLE, EASY = 4.5, 7.0
"""Contrast that text needs (WCAG 2.2, 1.4.3, level AA) and that is comfortable (1.4.6, level AAA)."""

CODE = re.compile(r"#[0-9a-f]{6}")
STANDARD = "#0d5860"
"""The colour of a page that belongs to no organisation, and of an organisation that wishes none."""

LIGHT = ("#fbf7f0", "#fffefb", "#fdf0df", "#e2f2e7", "#fdecdb", "#fceae7")
DARK = ("#12201f", "#1a2b2b", "#3d2f1c", "#1b3d29", "#43301a", "#4a2622")
"""What the colour stands on: paper, card, and the pale grounds of notes. As in `style/1-tokens.css`; a test compares them."""

LIGHT_TEXT, DARK_TEXT = ("#19282c", "#48595e"), ("#eff4f0", "#b6c5c2")
"""Ink and soft ink, which stand on the pale brand colour."""

STEP = 0.004
"""How much lighter or darker a colour is made at a time, in OKLCH: less than an eye sees."""

BLACK, WHITE = "#000000", "#ffffff"

Rgb = tuple[int, int, int]
Oklch = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The four tokens that depend on the colour, as `#rrggbb`.

    Attributes:
        brand: text, borders and the ground of buttons.
        on_brand: text on it.
        brand_strong: a button under the pointer; and the brand colour for who asks the device for more contrast.
        brand_pale: the ground of quiet buttons and of chosen answers.
    """

    brand: str
    on_brand: str
    brand_strong: str
    brand_pale: str


@dataclass(frozen=True, slots=True)
class Palette:
    """What becomes of a wish, on a light and on a dark screen."""

    wish: str
    light: Tokens
    dark: Tokens

    @property
    def is_adjusted(self) -> bool:
        """Whether text in the colour as wished would be hard to read on light paper."""
        return self.light.brand != self.wish

    @property
    def reached(self) -> float:
        """The contrast of the wish on the light ground on which it reads worst, to one digit and never rounded up: what is told
        to fall short has to read as less than `READABLE`."""
        return math.floor(10 * lowest_contrast(self.wish, (*LIGHT, self.light.brand_pale))) / 10


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lowest_contrast(colour: str, grounds: Sequence[str]) -> float:
    """The contrast of a colour with the ground on which it reads worst."""
    return min(contrast(colour, ground) for ground in grounds)


@lru_cache(maxsize=4096)
def relative_luminance(colour: str) -> float:
    """From 0 for black to 1 for white (WCAG 2.2, definition of relative luminance, with the threshold of sRGB itself)."""
    red, green, blue = (_linear(channel) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def palette(wish: str) -> Palette:
    """The tokens for a wished colour `#rrggbb`. The same wish always gives the same. Raises `ValueError` for anything else.

    Promised, and tested for any colour: `brand` reaches 4.5 to 1 on every light ground and 7 to 1 on every dark one,
    `brand_strong` 7 to 1 on both; `brand_pale` counts as one of the grounds, and carries ink at 7 to 1 and soft ink at 4.5 to 1.
    `on_brand` reaches on `brand` and on `brand_strong` what these reach on paper.
    """
    if not CODE.fullmatch(wish):
        raise ValueError("a colour is # and six hexadecimal digits in small letters")
    return Palette(wish, _light(wish), _dark(wish))


def style_sheet(colours: Palette) -> str:
    """The tokens as CSS, for after the general style sheet. On paper the brand is black ink, so this is for screens only.

    The edge of the page has the colour as it was wished: nothing has to be read there.
    """
    light, dark = colours.light, colours.dark
    return (
        f"@media screen {{\n{_rule(light)}  .top {{ border-block-start: 0.3rem solid {colours.wish}; }}\n}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n{_rule(dark)}}}\n"
        f"@media screen and (prefers-contrast: more) {{\n  :root {{ --brand: {light.brand_strong}; }}\n}}\n"
        "@media screen and (prefers-color-scheme: dark) and (prefers-contrast: more) {\n"
        f"  :root {{ --brand: {dark.brand_strong}; }}\n}}\n"
    )


def _rule(tokens: Tokens) -> str:
    return (
        f"  :root {{\n    --brand: {tokens.brand};\n    --on-brand: {tokens.on_brand};\n"
        f"    --brand-strong: {tokens.brand_strong};\n    --brand-pale: {tokens.brand_pale};\n  }}\n"
    )


def _light(wish: str) -> Tokens:
    _, chroma, hue = _oklch(wish)
    pale = _readable(_hex((0.945, min(chroma, 0.02), hue)), LIGHT_TEXT[:1], EASY, STEP)
    pale = _readable(pale, LIGHT_TEXT[1:], READABLE, STEP)
    grounds = (*LIGHT, pale)
    brand = _readable(wish, grounds, READABLE, -STEP)
    lightness, chroma, hue = _oklch(brand)
    strong = _readable(_hex((max(lightness - 0.1, 0.0), chroma, hue)), grounds, EASY, -STEP)
    return Tokens(brand, WHITE, strong, pale)


def _dark(wish: str) -> Tokens:
    _, chroma, hue = _oklch(wish)
    pale = _readable(_hex((0.345, min(chroma, 0.035), hue)), DARK_TEXT[:1], EASY, -STEP)
    pale = _readable(pale, DARK_TEXT[1:], READABLE, -STEP)
    grounds = (*DARK, pale)
    brand = _readable(wish, grounds, EASY, STEP)
    lightness, chroma, hue = _oklch(brand)
    strong = _readable(_hex((min(lightness + 0.08, 1.0), chroma, hue)), grounds, EASY, STEP)
    on_brand = _readable(_hex((0.25, min(chroma, 0.04), hue)), (brand, strong), EASY, -STEP)
    return Tokens(brand, on_brand, strong, pale)


def _readable(colour: str, grounds: Sequence[str], least: float, step: float) -> str:
    """The colour itself when it reaches this contrast on all grounds, else the first one that does, going up or down in
    lightness; white or black at the latest."""
    lightness, chroma, hue = _oklch(colour)
    while lowest_contrast(colour, grounds) < least:
        if not 0.0 < lightness + step < 1.0:
            return BLACK if step < 0 else WHITE
        lightness += step
        colour = _hex((lightness, chroma, hue))
    return colour


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    """A channel of sRGB without its transfer function (IEC 61966-2-1)."""
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _channel(linear: float) -> float:
    return 255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


# The two matrices of OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020, as CSS Color 4 uses it.


def _oklch(colour: str) -> Oklch:
    """Lightness from 0 to 1, chroma, and hue in radians."""
    red, green, blue = (_linear(channel) for channel in _rgb(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _hex(colour: Oklch) -> str:
    """The nearest colour that a screen shows: with less chroma where the screen has none so saturated."""
    lightness, chroma, hue = colour
    if _outside(_channels(colour)):
        shown, too_much = 0.0, chroma
        while too_much - shown > 0.0005:
            middle = (shown + too_much) / 2
            if _outside(_channels((lightness, middle, hue))):
                too_much = middle
            else:
                shown = middle
        chroma = shown
    return "#" + "".join(f"{min(max(round(value), 0), 255):02x}" for value in _channels((lightness, chroma, hue)))


def _channels(colour: Oklch) -> tuple[float, float, float]:
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _outside(channels: tuple[float, float, float]) -> bool:
    return not all(-0.5 <= value <= 255.5 for value in channels)
