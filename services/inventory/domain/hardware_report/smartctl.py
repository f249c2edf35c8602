"""The JSON that `smartctl` prints per drive: what the drive says about itself."""

from datetime import datetime

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.drives import FoundDrive
from shared.contracts.vocabulary import Medium

_OPTICAL = 5  # the SCSI device type of CD and DVD drives


def read_drives(output: object) -> list[FoundDrive]:
    """The drives in a list of answers of smartctl, in its order; an answer without any fact about a drive is left out."""
    drives = []
    for answer in values.as_dicts(output):
        if values.as_dict(answer.get("device_type")).get("scsi_value") == _OPTICAL:
            continue
        drive = FoundDrive(
            path=_path(answer),
            maker=_text(answer, values.MAKER_LENGTH, "vendor", "scsi_vendor"),
            model=_text(answer, values.MODEL_LENGTH, "model_name", "scsi_model_name", "product", "scsi_product"),
            serial=values.clean_serial(answer.get("serial_number")),
            capacity_bytes=_capacity(answer),
            medium=_medium(answer),
            external=_external(answer),
        )
        if drive.model or drive.serial or drive.capacity_bytes:
            drives.append(drive)
    return drives


def read_moment(output: object) -> datetime | None:
    """When smartctl ran, UTC: it writes the seconds since 1970, which no time zone can blur."""
    for answer in values.as_dicts(output):
        taken_at = values.moment_from_epoch(values.as_dict(answer.get("local_time")).get("time_t"))
        if taken_at:
            return taken_at
    return None


def _path(answer: dict[str, object]) -> str | None:
    return values.clean_text(values.as_dict(answer.get("device")).get("name"), values.MODEL_LENGTH)


def _text(answer: dict[str, object], limit: int, *names: str) -> str | None:
    return next((text for name in names if (text := values.clean_text(answer.get(name), limit))), None)


def _capacity(answer: dict[str, object]) -> float | None:
    # An NVMe drive can be split into namespaces; what counts is all of it.
    whole = values.number(answer.get("nvme_total_capacity"))
    return whole or values.number(values.as_dict(answer.get("user_capacity")).get("bytes"))


def _medium(answer: dict[str, object]) -> Medium:
    if values.as_dict(answer.get("device")).get("protocol") == "NVMe":
        return Medium.NVME
    if (_path(answer) or "").startswith("/dev/mmcblk"):
        return Medium.EMMC
    rotation = answer.get("rotation_rate")
    if isinstance(rotation, int) and not isinstance(rotation, bool) and rotation >= 0:
        return Medium.HDD if rotation else Medium.SSD
    return Medium.UNKNOWN


def _external(answer: dict[str, object]) -> bool:
    device = values.as_dict(answer.get("device"))
    kind = values.as_text(device.get("type"))
    return kind.startswith(("usb", "snt")) or "[USB" in values.as_text(device.get("info_name"))
