"""Run the measurements, each group in a process of its own, and print them as one table."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from datetime import UTC, datetime

from benchmarks.row import BenchRow

GROUPS = (
    "bench_import",
    "bench_importers",
    "bench_hostile_files",
    "bench_language",
    "bench_many_answers",
    "bench_search",
    "bench_results",
    "bench_maps",
    "bench_pseudonyms",
    "bench_store",
    "bench_crash",
    "bench_scale",
    "bench_coder",
    "bench_codebook",
    "bench_board",
    "bench_live_map",
    "bench_suggestions",
)

# Runs one group and reports its rows and the most memory its process held, in MiB.
_RUN = """
import importlib, json, resource, sys
rows = importlib.import_module("benchmarks." + sys.argv[1]).rows()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": rows, "peak": peak}))
"""


def main() -> None:
    """Print the table; with names of groups as arguments, only those."""
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}")
    print()
    print("| what | value | ratio | against | target | peak memory of its group |")
    print("|---|---:|---:|---|---|---:|")
    for group in sys.argv[1:] or GROUPS:
        done = subprocess.run([sys.executable, "-c", _RUN, group], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"| {group} failed | | | | | |")
            print(done.stderr, file=sys.stderr)
            continue
        result = json.loads(done.stdout.splitlines()[-1])
        for fields in result["rows"]:
            row = BenchRow(*fields)
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            print(
                f"| {row.what} | {row.value:,.3g} {row.unit} | {ratio} | {row.against} | {row.target} "
                f"| {result['peak']:,.0f} MiB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
