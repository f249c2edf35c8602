"""What others may build on: `command.py` writes and compares it, `asyncapi.py` and `event_map.py` draw it from the code."""
