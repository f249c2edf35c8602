"""Words with a closed list of meanings that more than one service uses."""

from enum import StrEnum


class UseProfile(StrEnum):
    """What a family wants the machine for. Asked as a need; never more than this."""

    PRIMARY_SCHOOL = "primary_school"
    SECONDARY_SCHOOL = "secondary_school"
    STUDY_GENERAL = "study_general"
    STUDY_DESIGN = "study_design"
    DUTCH_LESSONS = "dutch_lessons"
    WORK = "work"
    DAILY_LIFE = "daily_life"


class Chassis(StrEnum):
    """The shape of a machine."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    TABLET = "tablet"
    ALL_IN_ONE = "all_in_one"
    SERVER = "server"
    OTHER = "other"


class Medium(StrEnum):
    """What a drive stores on: it decides which way of wiping is good enough."""

    HDD = "hdd"
    SSD = "ssd"
    NVME = "nvme"
    EMMC = "emmc"
    UNKNOWN = "unknown"


class RefusalReason(StrEnum):
    """Why inventory did not reserve a device that was claimed."""

    ALREADY_RESERVED = "already_reserved"
    NOT_READY = "not_ready"
    UNKNOWN_DEVICE = "unknown_device"
