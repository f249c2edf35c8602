"""PostgreSQL of one box, from a wheel: `server.py` starts, watches and stops it; the rest are its folder, programs and settings."""
