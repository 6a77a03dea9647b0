"""How long a user waits before the first line runs."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.clock import best
from benchmarks.row import BenchRow

__all__ = ["rows"]


def rows() -> list[BenchRow]:
    """Measure `import teema`, alone and with what the first call brings, against `import pandas`."""
    nothing = best(lambda: _run("pass"), times=7)
    pandas = best(lambda: _run("import pandas"), times=7) - nothing
    teema = best(lambda: _run("import teema"), times=7) - nothing
    called = best(lambda: _run("import teema; teema.read_survey, teema.create, teema.open"), times=7) - nothing
    return [
        BenchRow("import teema", teema * 1000, "ms", teema / pandas, "import pandas", "≤ 1.2"),
        BenchRow(
            "import teema and first use of its names", called * 1000, "ms", called / pandas, "import pandas", "≤ 1.2"
        ),
    ]


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)
