"""A log as nwipe writes one, of drives that do not exist."""

LOG = """\
[2026/03/02 09:11:56]    info: nwipe 0.37
[2026/03/02 09:11:56]    info: Linux version 6.6.30 (builder@
                               shredos) (gcc 13.2.0) #1 SMP PREEMPT_DYNAMIC
[2026/03/02 09:11:56]  notice: Found /dev/sda, ATA, HITACHI HTS543232A7A384, 320 GB, S/N=SPIN-1
[2026/03/02 09:11:57]    info: /dev/sda, sect/blk/dev 512/4096/320072933376
[2026/03/02 09:11:57]  notice: Found /dev/sdb, ATA, SAMSUNG MZ7TE256, 256 GB, S/N=FLASH-1
[2026/03/02 09:11:57]  notice: Found /dev/sdc, ATA, TOSHIBA MQ01ABD0, 500 GB, S/N=BAD-1
[2026/03/02 09:11:57]  notice: Found /dev/sdd, USB, Kingston DataTraveler 3.0, 7864 MB, S/N=
[2026/03/02 09:12:31]    info:   method   = PRNG Stream
[2026/03/02 09:12:45]  notice: Invoking method 'PRNG Stream' on /dev/sda
[2026/03/02 09:12:45]  notice: Starting round 1 of 2 on /dev/sda
[2026/03/02 09:12:45]  notice: Starting pass 1/1, round 1/2, on /dev/sda
[2026/03/02 09:12:45]  notice: Invoking method 'PRNG Stream' on /dev/sdb
[2026/03/02 09:12:45]  notice: Starting pass 1/1, round 1/1, on /dev/sdb
[2026/03/02 09:12:46]  notice: Invoking method 'PRNG Stream' on /dev/sdc
[2026/03/02 09:12:46]  notice: Starting pass 1/1, round 1/1, on /dev/sdc
[2026/03/02 10:05:01]   error: nwipe_random_pass: write: Input/output error
[2026/03/02 10:05:01]   error: Write error on '/dev/sdc' at offset 40475033600
[2026/03/02 10:30:00]  notice: 256060514304 bytes written to /dev/sdb
[2026/03/02 10:30:00]  notice: Finished final round 1 of 1 on /dev/sdb
[2026/03/02 11:10:00]  notice: 320072933376 bytes written to /dev/sda
[2026/03/02 11:10:00]  notice: Verifying pass 1 of 1, round 2 of 2, on /dev/sda
[2026/03/02 11:55:24]  notice: Verified pass 1 of 1, round 2 of 2, on '/dev/sda'.
[2026/03/02 11:55:24]  notice: Finished final round 2 of 2 on /dev/sda

******************************** Error Summary *********************************
!   Device | Pass Errors | Verifications Errors | Fdatasync I\\O Errors
--------------------------------------------------------------------------------
       sda |           0 |                    0 |                    0
       sdb |           0 |                    0 |                    0
!      sdc |           1 |                    0 |                    0
********************************************************************************

********************************* Drive Status *********************************
!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number
--------------------------------------------------------------------------------
       sda | Erased |  71 MB/s | 02:42:39 | HITACHI HTS543232/SPIN-1
       sdb | Erased |  55 MB/s | 01:17:15 | SAMSUNG MZ7TE256/FLASH-1
!      sdc |-FAILED-|   9 MB/s | 00:52:15 | TOSHIBA MQ01ABD0/BAD-1
--------------------------------------------------------------------------------
[2026/03/02 11:55:30] Total Throughput 135 MB/s, PRNG Stream, 1R+NB+VL
********************************************************************************

[2026/03/02 11:55:31]    info: Nwipe exited with errors on the following devices
"""


def log_of(serial: str, *, status: str = "Erased", day: str = "2026/03/02") -> str:
    """The log of one wiped drive."""
    return f"""\
[{day} 09:00:00]    info: nwipe 0.37
[{day} 09:00:00]  notice: Found /dev/sda, ATA, HITACHI HTS543232A7A384, 320 GB, S/N={serial}
[{day} 09:00:01]  notice: Invoking method 'Fill With Zeros' on /dev/sda
[{day} 09:00:01]  notice: Starting pass 1/1, round 1/1, on /dev/sda
[{day} 10:30:00]  notice: Verified pass 1 of 1, round 1 of 1, on '/dev/sda'.

********************************* Drive Status *********************************
!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number
--------------------------------------------------------------------------------
       sda | {status} |  71 MB/s | 01:30:00 | HITACHI HTS543232/{serial}
--------------------------------------------------------------------------------
"""
