"""`python -m launcher.healthy NAME`: whether the half of a service that runs here can do its work; exit code 0 or 1.

For the health check of a container: only the standard library, so that asking costs little (a tenth of a second).
"""

import os
import sys
import urllib.request

PATIENCE_SECONDS = 4.0


def healthy(name: str, port: int) -> bool:
    """Ask the service on this computer whether it is ready, past any proxy of the surroundings."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(f"http://127.0.0.1:{port}/{name}/health/ready", timeout=PATIENCE_SECONDS) as answer:
            return bool(answer.status == 200)
    except OSError as error:  # also what urllib raises for any other answer
        print(error, file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(sys.argv[1], int(os.environ.get("DIGIBANK_PORT", "8000"))) else 1)
