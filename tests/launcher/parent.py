"""A launcher for the tests to kill: starts a server, says its process number, and waits for ever.

With `thread` it starts the server from a thread, so that the server gets no word of its death and stays behind.
"""

import asyncio
import sys
import threading
from pathlib import Path

from launcher.postgres.server import EmbeddedPostgres

server = EmbeddedPostgres(Path(sys.argv[1]), sys.argv[2])
if sys.argv[3] == "thread":
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join()
else:
    server.start()
asyncio.run(server.wait_until_ready())
sys.stdout.write(f"{server.pid}\n")
sys.stdout.flush()
sys.stdin.read()
