"""What several programs that add to one register at once gain: pages a second with one, two and three writers.

    tools/with_postgresql.sh python benchmarks/writers.py [--pages N] [--rounds N]

Codings of generated pages are kept in a new database of the server that COMITY_TEST_POSTGRESQL names, by one process
and by several, in turn; `--coding MS` keeps each writer's processor busy for so long before each page, as coding does.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import time
from multiprocessing.synchronize import Barrier

import psycopg
from registers import Press

from comity.register import open_register


def write(address: str, seed: int, pages: int, coding: float, ready: Barrier) -> None:
    """Keep pages, once all writers are ready."""
    codings = list(Press(seed).codings(pages))
    with open_register(address) as register:
        ready.wait()
        for one in codings:
            busy_until = time.process_time() + coding / 1000
            while time.process_time() < busy_until:
                pass
            register.keep(one)
        ready.wait()


def rate(server: str, name: str, writers: int, pages: int, coding: float) -> float:
    """Pages a second of so many writers together."""
    at = server.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    try:
        with open_register(at, create=True) as register:
            list(register.add(Press(1).codings(50)))
        ready = multiprocessing.Barrier(writers + 1)
        each = pages // writers
        programs = [
            multiprocessing.Process(target=write, args=(at, 100 + n, each, coding, ready)) for n in range(writers)
        ]
        for program in programs:
            program.start()
        ready.wait()
        begun = time.perf_counter()
        ready.wait()
        seconds = time.perf_counter() - begun
        for program in programs:
            program.join()
        return each * writers / seconds
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--writers", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--coding", type=float, default=0.0)
    asked = parser.parse_args()
    server = os.environ["COMITY_TEST_POSTGRESQL"]
    rates: dict[int, list[float]] = {writers: [] for writers in asked.writers}
    for round_number in range(asked.rounds):
        for writers in asked.writers:
            name = f"writers{os.getpid()}x{round_number}x{writers}"
            rates[writers].append(rate(server, name, writers, asked.pages, asked.coding))
    one = statistics.median(rates[asked.writers[0]])
    for writers, found in rates.items():
        told = ", ".join(f"{each:.1f}" for each in found)
        print(f"{writers} writers: {told} pages a second; {statistics.median(found) / one:.2f} times one")


if __name__ == "__main__":
    main()
