"""A program that is killed while it works loses nothing that it had acknowledged, and leaves nothing half done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# `make bench` does the same 1,000 times.
CODE = """
import sys
from dataclasses import asdict
sys.path.insert(0, sys.argv[1])
from benchmarks.bench_crash import kill_and_look
print(asdict(kill_and_look(20, seed=int(sys.argv[2]))))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
def test_nothing_acknowledged_is_lost_and_nothing_is_half_done() -> None:
    root = Path(__file__).parents[2]
    seed = int.from_bytes(os.urandom(2), "big")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(root), str(seed)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    outcome = eval(done.stdout)
    assert outcome.pop("kills") == 20
    assert outcome.pop("acknowledged") > 0
    assert outcome == dict.fromkeys(outcome, 0), f"seed {seed}: {outcome}\n{done.stderr}"
