"""Rows of one stream to the screen, as they would land: no lake, no Dagster.

python -m connectors meta_ads ad_daily 2026-01-31 [2026-02-02]
"""

import argparse
import os
import sys
from datetime import UTC, date, datetime

import orjson
from pydantic import SecretStr

from connectors import all_sources
from connectors.decode import Decoder
from connectors.errors import SourceError
from connectors.settings import connect
from connectors.source import Window


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m connectors", description="Rows of one stream, one JSON a line.")
    parser.add_argument("source", choices=all_sources())
    parser.add_argument("stream")
    parser.add_argument("since", type=date.fromisoformat)
    parser.add_argument("until", type=date.fromisoformat, nargs="?")
    asked = parser.parse_args()
    source = all_sources()[asked.source]
    try:
        stream = source.stream(asked.stream)
        client = connect(source)
        key = os.environ.get("KADRAN_HASH_KEY")
        for account in source.accounts(client):
            decoder = Decoder(stream, account, datetime.now(UTC), SecretStr(key) if key else None)
            window = Window(asked.since, asked.until or asked.since)
            for batch in decoder.batches(stream.fetch(client, account, window)):
                for row in batch.to_pylist():
                    sys.stdout.buffer.write(orjson.dumps(row, default=str) + b"\n")
    except (SourceError, KeyError) as error:
        sys.exit(f"{asked.source}: {error.args[0]}")


if __name__ == "__main__":
    main()
