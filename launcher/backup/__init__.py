"""Backups and how they are put back: `command.py` makes one, `restore.py` puts one back, the rest are their parts."""
