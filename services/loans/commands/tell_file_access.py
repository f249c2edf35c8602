"""Other services hear who opens which closed file, so that they cover the words they keep. The only place that tells it.

Commands that may change it do not tell it themselves: each leaves a job, in its own transaction, that compares what was told last
with what is true. So it does not matter in which order they come, and what one of them forgets the next one tells, or the round.
"""

from services.loans.store.unit import LoansUnit


async def tell_file_access(_key: str, unit: LoansUnit) -> None:
    """The job. Told already: nothing."""
    await unit.closed.lock()
    await unit.closed.tell()
