"""What becomes of 14,000 damaged files: how many are read, how many refused, the slowest, the most memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.mutations import CONTAINERS
from benchmarks.row import BenchRow

__all__ = ["rows"]

FILES = 14_000
_SOUND = Path(__file__).parents[1] / "tests" / "importers" / "files"

# Reads so many damaged files of one kind in a program of its own: one that breaks off is seen.
_RUN = """
import json, random, resource, sys, tempfile, time
from pathlib import Path
from benchmarks.mutations import damaged, sound
from teema.errors import TeemaError
from teema.importers import read_survey

container, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
data, chance = sound(container, folder), random.Random(f"teema {container}")
found = {"read": 0, "refused": 0, "other": 0, "slowest": 0.0}
with tempfile.TemporaryDirectory() as place:
    path = Path(place) / "kysely"
    path.write_bytes(data)
    read_survey(path)
    for _ in range(count):
        path.write_bytes(damaged(data, chance))
        start = time.perf_counter()
        try:
            read_survey(path)
            found["read"] += 1
        except TeemaError as error:
            found["refused" if error.hint and str(path) in error.where else "other"] += 1
        except BaseException:
            found["other"] += 1
        found["slowest"] = max(found["slowest"], time.perf_counter() - start)
own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({**found, "memory": max(own, child)}))
"""


def rows() -> list[BenchRow]:
    """Measure `read_survey` of damaged files of every kind."""
    return [row for container in CONTAINERS for row in _container(container, FILES // len(CONTAINERS))]


def _container(container: str, count: int) -> list[BenchRow]:
    command = [sys.executable, "-c", _RUN, container, str(count), str(_SOUND)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return [BenchRow(f"damaged {container}: the program broke off", 1, "", None, "", "0")]
    found = json.loads(done.stdout.splitlines()[-1])
    named = f"{count:,} damaged files ({container})"
    return [
        BenchRow(f"{named}: read", found["read"], "", found["read"] / count, "all", ""),
        BenchRow(
            "… refused, naming the file and the next step", found["refused"], "", found["refused"] / count, "all", ""
        ),
        BenchRow("… anything else", found["other"], "", found["other"] / count, "all", "0"),
        BenchRow("… the slowest", found["slowest"], "s", None, "", "≤ 10 s"),
        BenchRow("… the most memory", found["memory"], "MiB", None, "", "≤ 1,024 MiB"),
    ]
