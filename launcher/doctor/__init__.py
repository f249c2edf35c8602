"""`./digibank doctor`: looks at everything that commonly goes wrong, and says of each what it means and what to do.

The rooms: `computer.py` looks at files, room and versions, `network.py` at addresses and Kafka, `database.py` at PostgreSQL and at
what the bus left in it, `run.py` asks them all. It changes nothing, also not by looking.
"""
