"""Many stickers in one document."""

from time import perf_counter

from services.inventory.documents.stickers import make_sticker, make_stickers

PUBLIC = "https://digibank.debrug.be"


def test_a_thousand_stickers_take_seconds() -> None:
    """Compared with what a single one costs on the same machine, so that it holds on a slow one too; the time is printed."""
    codes = [f"{first}{second}A-B{third}C" for first in "ABCDEFGHJK" for second in "ABCDEFGHJK" for third in "ABCDEFGHJK"]
    start = perf_counter()
    for code in codes[:20]:
        make_sticker(PUBLIC, code, "03 123 45 67")
    single = (perf_counter() - start) / 20
    start = perf_counter()
    made = make_stickers(PUBLIC, codes, "03 123 45 67")
    took = perf_counter() - start
    print(f"\n1,000 stickers: {took:.1f} s, {len(made) // 1000} kB")  # noqa: T201
    assert took < single * 1000 * 2
