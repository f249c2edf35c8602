"""`./digibank move`: from one box to a PostgreSQL and Kafka of its own, and back. How and why: decision 38.

`there.py` and `back.py` are the two ways, step by step. What they lean on: `resting.py` (databases that take no changes),
`state.py` (what the data folder knows of a move), `target.py` (where the databases go), `events.py` (the log and Kafka),
`comparing.py` (is it the same).
"""
