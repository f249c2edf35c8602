"""`./digibank replay SERVICE`: build the projections of a service again from the first event."""

from launcher.dead_letters import opened
from launcher.errors import CannotContinue
from launcher.house import make_transport
from launcher.say import say
from shared.bus.doorbell import Doorbell
from shared.bus.transport import TransportUnavailable
from shared.runtime.settings import Settings


async def replay(settings: Settings, name: str) -> None:
    """Empty and refill; the service may go on working meanwhile. Raises `CannotContinue` when events cannot be reached."""
    running = opened(settings, name)
    transport = make_transport(settings, Doorbell(), client=f"digibank-replay-{name}")
    try:
        await transport.start()
        say(f"De projecties van {name} worden opnieuw opgebouwd…")
        say(f"Klaar: {await running.replay(transport)} gebeurtenissen.")
    except TransportUnavailable as error:
        raise CannotContinue(f"De gebeurtenissen zijn niet te bereiken: {error}. Doe het straks opnieuw: het is niet af.") from None
    except BaseException:
        say("De projectie is niet af. Doe het opnieuw met hetzelfde commando.")
        raise
    finally:
        await transport.stop()
        await running.close()
