"""The Python consumer that a user would write: reviews from Kafka, a PyTorch or ONNX Runtime model, results to Kafka.

There are three ways of batching. `review` reads one review after the other. `padded` reads a whole poll as it comes. `sorted` reads a poll
in order of length, in buckets of 16. Delivery is at least once: offsets are committed after the results are delivered. The memory of users
is kept only in this process.
"""

import argparse
import time
from pathlib import Path

import orjson
import torch
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from torch import Tensor

from model import Memory, OnnxReader, Reader, TorchReader, load

POLL = 256
BUCKET = 16
COMMIT_SECONDS = 1.0
POLL_SECONDS = 0.1


def in_turn(reader: Reader, reviews: list[list[int]]) -> Tensor:
    """Reads one review at a time."""
    return torch.cat([reader.read([review]) for review in reviews])


def as_they_come(reader: Reader, reviews: list[list[int]]) -> Tensor:
    """Reads all at once, padded to the longest."""
    return reader.read(reviews)


def by_length(reader: Reader, reviews: list[list[int]]) -> Tensor:
    """Reads buckets of similar length, padded to the longest of each; returns the readouts in the order of `reviews`."""
    order = sorted(range(len(reviews)), key=lambda place: len(reviews[place]))
    read = torch.cat([reader.read([reviews[place] for place in order[i : i + BUCKET]]) for i in range(0, len(order), BUCKET)])
    readouts = torch.empty_like(read)
    readouts[order] = read
    return readouts


WAYS = {"review": in_turn, "padded": as_they_come, "sorted": by_length}


class Scorer:
    """Turns the values of records into results."""

    def __init__(self, folder: Path, way: str, engine: str, threads: int):
        torch.set_num_threads(threads)
        self.model, self.tokenizer, self.labels = load(folder)
        self.reader = TorchReader(self.model) if engine == "torch" else OnnxReader(folder, self.model.shape.hidden, threads)
        self.memory = Memory(self.model)
        self.way = WAYS[way]
        self.each = 1 if way == "review" else POLL

    def score(self, values: list[bytes]) -> list[tuple[str, bytes]]:
        """Returns user and result of each record, in their order."""
        results = []
        for start in range(0, len(values), self.each):
            results += self._score(values[start : start + self.each])
        return results

    @torch.inference_mode()
    def _score(self, values: list[bytes]) -> list[tuple[str, bytes]]:
        rows = [orjson.loads(value) for value in values]
        users = [row["user_id"] for row in rows]
        readouts = self.way(self.reader, [self.tokenizer.encode(row["text"]) for row in rows])
        results = []
        for row, shares in zip(rows, self.memory.answer(users, readouts)):
            score = max(shares)
            result = {"review_id": row["review_id"], "user_id": row["user_id"], "label": self.labels[shares.index(score)], "score": score}
            results.append((row["user_id"], orjson.dumps(result)))
        return results


class Delivery:
    """Sends results, and commits what they were made of once they have arrived."""

    def __init__(self, servers: str, topic: str, consumer: Consumer):
        self.producer = Producer({"bootstrap.servers": servers})
        self.topic = topic
        self.consumer = consumer
        self.committed = time.monotonic()

    def send(self, results: list[tuple[str, bytes]]) -> None:
        for user, result in results:
            self.producer.produce(self.topic, result, user, on_delivery=self._delivered)
        self.producer.poll(0)
        if time.monotonic() - self.committed > COMMIT_SECONDS:
            self.producer.flush()
            self.consumer.commit(asynchronous=True)
            self.committed = time.monotonic()

    @staticmethod
    def _delivered(error: KafkaError | None, _) -> None:
        if error is not None:
            raise KafkaException(error)


def main() -> None:
    options = _options()
    scorer = Scorer(options.model, options.way, options.engine, options.threads)
    consumer = Consumer({"bootstrap.servers": options.bootstrap_servers, "group.id": options.sentiments, "enable.auto.commit": False})
    consumer.assign([TopicPartition(options.reviews, partition, OFFSET_BEGINNING) for partition in options.partitions])
    delivery = Delivery(options.bootstrap_servers, options.sentiments, consumer)
    while True:
        records = consumer.consume(POLL, POLL_SECONDS)
        for record in records:
            if record.error():
                raise KafkaException(record.error())
        if records:
            delivery.send(scorer.score([record.value() for record in records]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bootstrap-servers", required=True, help="brokers to ask first")
    parser.add_argument("--reviews", required=True, metavar="TOPIC", help="topic of the reviews")
    parser.add_argument("--sentiments", required=True, metavar="TOPIC", help="topic of the results")
    parser.add_argument("--partitions", required=True, type=int, nargs="+", help="partitions of the reviews to read in this process")
    parser.add_argument("--model", required=True, type=Path, metavar="FOLDER", help="folder of the bundle")
    parser.add_argument("--way", required=True, choices=WAYS, help="way of batching")
    parser.add_argument("--engine", required=True, choices=("torch", "onnxruntime"), help="engine that runs the model")
    parser.add_argument("--threads", required=True, type=int, help="number of threads of the engine")
    return parser.parse_args()


if __name__ == "__main__":
    main()
