"""`./digibank dead-jobs`: look at work for later that failed for good, have it done again or let it go."""

from uuid import UUID

from launcher.dead_letters import opened
from launcher.errors import CannotContinue
from launcher.say import say
from shared.bus.jobs import NoSuchDeadJob, dead_jobs, decide_job
from shared.runtime.settings import Settings

MOST = 200


async def list_all(settings: Settings, names: list[str]) -> None:
    """One line for each dead job of these services."""
    found = 0
    for name in names:
        running = opened(settings, name)
        try:
            async with running.bus.transaction_of_all() as connection:
                for job in await dead_jobs(connection, MOST):
                    found += 1
                    tried = f"{job.attempts} keer, laatst {job.run_at:%Y-%m-%d %H:%M} UTC"
                    say(f"{name} {job.id}  {job.kind} {job.unique_key}  {tried}  {job.error}")
        finally:
            await running.close()
    say(f"{found} dode taken." if found != 1 else "1 dode taak.")


async def decide(settings: Settings, name: str, job: str, *, again: bool) -> None:
    """Have one done again, or let it go for good. Raises `CannotContinue` when it is not there."""
    running = opened(settings, name)
    try:
        async with running.bus.transaction_of_all() as connection:
            await decide_job(connection, UUID(job), running.clock.now(), again=again)
    except (NoSuchDeadJob, ValueError):
        raise CannotContinue(f"{name} heeft geen dode taak {job} (meer). Bekijk ze met ./digibank dead-jobs list") from None
    finally:
        await running.close()
    say("Ze wordt nu opnieuw gedaan." if again else "Ze wordt nooit meer gedaan.")
