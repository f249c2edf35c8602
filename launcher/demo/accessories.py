"""What goes along with machines, in the demonstration: counted things, a kit, and SIM cards of which one ends soon."""

from datetime import date, timedelta

from launcher.demo.asking import Asker

THINGS = (
    ("charger", "Lader USB-C 65 W", 12, 5, {"connector": "usb_c", "watt": 65}),
    ("charger", "Lader Lenovo 65 W", 3, 6, {"connector": "lenovo_slim", "watt": 65}),
    ("mouse", "Muis met draad", 24, 10, None),
    ("bag", "Laptoptas zwart", 9, 5, None),
    ("headset", "Koptelefoon", 4, 0, None),
)
KIT = {"name": "Laptop voor school", "chassis": "laptop", "kinds": ["charger", "bag", "mouse"]}
CARDS = (("Orange", "8932042000001234562", 12), ("Proximus", "89320420000012345672", 200))
"""Provider, made-up number, and how many days it works still."""


async def put_on_shelf(repairer: Asker) -> None:
    """Fill the shelf."""
    for kind, name, count, lowest, plug in THINGS:
        thing = {"kind": kind, "name": name, "count": count, "lowest": lowest, "plug": plug}
        await repairer.do("/inventory/api/things", thing)
    await repairer.do("/inventory/api/kits", KIT)
    for provider, iccid, days in CARDS:
        until = (date.today() + timedelta(days=days)).isoformat()
        await repairer.do("/inventory/api/sims", {"provider": provider, "iccid": iccid, "data_mb": 20_000, "valid_until": until})
