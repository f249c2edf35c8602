"""The JSON that `lshw` prints: the machine as a tree of nodes."""

import re
from collections.abc import Iterator

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.drives import FoundDrive
from services.inventory.domain.hardware_report.machine import FoundMachine, chassis_called
from shared.contracts.vocabulary import Medium

_Node = dict[str, object]


def read_machine(output: object) -> FoundMachine:
    """The machine; every field may be None. Where dmidecode is there too, its memory goes first: it tells every module."""
    root = _root(output)
    maker = values.clean_text(root.get("vendor"), values.MAKER_LENGTH)
    # The order code stands behind the product in brackets.
    product = re.sub(r" \([^()]*\)$", "", values.as_text(root.get("product"))[:400])
    processors = (n.get("product") for n, _ in _nodes(root) if n.get("class") == "processor")
    return FoundMachine(
        maker=maker,
        model=values.machine_model(maker, product, root.get("version")),
        serial=values.clean_serial(root.get("serial")),
        chassis=chassis_called(values.as_dict(root.get("configuration")).get("chassis")),
        processor=next((name for p in processors if (name := values.clean_processor(p))), None),
        memory_mb=_memory(root),
        system_uuid=values.system_uuid(values.as_dict(root.get("configuration")).get("uuid")),
    )


def read_drives(output: object) -> list[FoundDrive]:
    """The drives in the tree, in its order."""
    drives = []
    for node, external in _nodes(_root(output)):
        path = _path(node)
        # The machine's own drives and cards are of this class; so are optical drives and the cards inside a reader.
        if node.get("class") != "disk" or path is None or _kind(node) in ("cdrom", "medium"):
            continue
        drives.append(
            FoundDrive(
                path=path,
                maker=values.clean_text(node.get("vendor"), values.MAKER_LENGTH),
                model=values.clean_text(node.get("product"), values.MODEL_LENGTH),
                serial=values.clean_serial(node.get("serial")),
                capacity_bytes=values.number(node.get("size")) if node.get("units") == "bytes" else None,
                medium=_medium(path),
                external=external or node.get("description") == "SD Card",
            )
        )
    return drives


def _memory(root: _Node) -> int | None:
    # Caches, firmware and single modules are of this class too; the whole is the one called `memory`.
    for node, _ in _nodes(root):
        if node.get("class") == "memory" and _kind(node) == "memory" and node.get("units") == "bytes":
            size = values.number(node.get("size"))
            if size is not None and node.get("description") in ("System Memory", "System memory"):
                return values.megabytes(size / 1024**2)
    return None


def _root(output: object) -> _Node:
    # Some versions wrap the machine in a list.
    machines = values.as_dicts(output)
    return machines[0] if machines else values.as_dict(output)


def _nodes(root: _Node) -> Iterator[tuple[_Node, bool]]:
    """Every node from the top down, and whether it hangs on USB."""
    waiting: list[tuple[_Node, bool]] = [(root, False)]
    while waiting:
        node, external = waiting.pop()
        external = external or values.as_text(node.get("businfo")).startswith("usb@")
        yield node, external
        waiting.extend((child, external) for child in reversed(values.as_dicts(node.get("children"))))


def _kind(node: _Node) -> str:
    # The second of its kind is called `cdrom:1`.
    return values.as_text(node.get("id")).partition(":")[0]


def _path(node: _Node) -> str | None:
    names = node.get("logicalname")
    for name in names if isinstance(names, list) else [names]:
        path = values.clean_text(name, values.MODEL_LENGTH)
        if path and path.startswith("/dev/"):
            return path
    return None


def _medium(path: str) -> Medium:
    if path.startswith("/dev/nvme"):
        return Medium.NVME
    # On SATA it does not tell a disk from a solid state drive.
    return Medium.EMMC if path.startswith("/dev/mmcblk") else Medium.UNKNOWN
