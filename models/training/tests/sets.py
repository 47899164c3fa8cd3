"""Writes made-up data sets in the form of the real ones: JSON lines, gzip."""

import gzip
import json


def write(folder, name, rows):
    """Writes one set's rows."""
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
