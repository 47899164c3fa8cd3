"""What the comparison itself does with Kafka: topics, the reviews that lie there before anybody starts, the results that were written."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

QUIET = {"log_level": 2}
"""What fails is raised; that the broker went in the end is no news."""

SECONDS_MAX = 30.0
READ = 10_000


@dataclass(frozen=True)
class Result:
    """What a contender wrote of one review; `milliseconds` by the broker's clock, when it came in."""

    milliseconds: int
    number: int
    label: str
    score: float


class Topics:
    """The topics of one broker, each of so many partitions."""

    def __init__(self, servers: str, partitions: int):
        self.servers = servers
        self.partitions = partitions
        self.admin = AdminClient(QUIET | {"bootstrap.servers": servers})

    def create(self, *names: str) -> None:
        """Makes topics whose records are dated by the broker, whoever wrote them."""
        config = {"message.timestamp.type": "LogAppendTime"}
        topics = [NewTopic(name, self.partitions, 1, config=config) for name in names]
        for done in self.admin.create_topics(topics).values():
            done.result(SECONDS_MAX)

    def delete(self, name: str) -> None:
        self.admin.delete_topics([name])[name].result(SECONDS_MAX)

    def fill(self, name: str, records: Iterable[tuple[str, bytes]]) -> None:
        """Sends records by their keys, as Java's producers spread them, and waits until all have arrived."""
        settings = {"bootstrap.servers": self.servers, "partitioner": "murmur2_random", "linger.ms": 50, "acks": "all"}
        producer = Producer(QUIET | settings | {"queue.buffering.max.messages": 1_000_000})
        for key, value in records:
            while True:
                try:
                    producer.produce(name, value, key, on_delivery=_delivered)
                    break
                except BufferError:
                    producer.poll(0.1)
            producer.poll(0)
        producer.flush()

    def reader(self, name: str) -> "Reader":
        return Reader(self, name)


class Reader:
    """Looks at a topic of results, committed or not."""

    def __init__(self, topics: Topics, name: str):
        settings = {"bootstrap.servers": topics.servers, "group.id": "comparison", "enable.auto.commit": False}
        self.consumer = Consumer(QUIET | settings | {"isolation.level": "read_uncommitted", "enable.partition.eof": True})
        self.places = [TopicPartition(name, partition, OFFSET_BEGINNING) for partition in range(topics.partitions)]

    def count(self) -> int:
        """Returns how many records there are, the marks of transactions among them."""
        return sum(self._end(place) for place in self.places)

    def all(self) -> list[Result]:
        """Reads every result."""
        self.consumer.assign(self.places)
        found, ended = [], 0
        while ended < len(self.places):
            for record in self.consumer.consume(READ, 0.2):
                if record.error() is None:
                    row = orjson.loads(record.value())
                    found.append(Result(record.timestamp()[1], int(row["review_id"]), row["label"], row["score"]))
                elif record.error().code() == KafkaError._PARTITION_EOF:
                    ended += 1
                else:
                    raise KafkaException(record.error())
        return found

    def close(self) -> None:
        self.consumer.close()

    def _end(self, place: TopicPartition) -> int:
        return self.consumer.get_watermark_offsets(place, SECONDS_MAX)[1]


def _delivered(error, _) -> None:
    if error is not None:
        raise KafkaException(error)
