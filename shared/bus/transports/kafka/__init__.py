"""The Kafka transport: FastStream over aiokafka, for a region with many members side by side.

The rooms: `transport.py` fills in the port, `publisher.py` stores records, `member.py` is one member of a consumer group,
`cluster.py` asks the cluster questions and changes topics, `access.py` knows how to get in, `outages.py` says once that Kafka is
away. Nothing outside this folder imports FastStream or aiokafka.

FastStream receives (batch subscribers, acknowledgement by hand), and each of its defaults that would lose events is set on
purpose in `member.py`. Publishing uses the aiokafka producer itself, because FastStream's `publish_batch` has one set of
headers for all records of a batch where every event has its own, and because after an outcome that is not known the producer
must be replaced, which FastStream cannot do.
"""

from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import KafkaCluster, answers
from shared.bus.transports.kafka.transport import KafkaTransport

__all__ = ["KafkaAccess", "KafkaCluster", "KafkaTransport", "answers"]
