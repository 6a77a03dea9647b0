# Everything happens in .venv; pip is the only tool needed. Each stamp file says what is installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test check docs lab bench format clean

help:
	@echo "make demo    run the main job on the sample data, into demo_out/"
	@echo "make test    run all tests with coverage"
	@echo "make check   ruff, mypy, import-linter"
	@echo "make docs    build the documentation into docs/_build/html"
	@echo "make lab     open the sample notebook in JupyterLab"
	@echo "make bench   print the table of measurements"

$(VENV)/made:
	@$(PYTHON) -c "import sys; sys.exit('teema needs Python 3.11 or newer; this is ' + sys.version.split()[0] + '. Name another: make PYTHON=python3.12') if sys.version_info < (3, 11) else None"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/teema: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/dev: $(VENV)/teema
	$(BIN)/python -m pip install --quiet --group test --group browser --group check --group docs
	@touch $@

# The coder is tested in a browser; without one those tests are skipped, and say so.
$(VENV)/browser: $(VENV)/dev
	@command -v chromium google-chrome >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && { apt-get install --yes -qq chromium >/dev/null 2>&1 || { apt-get update -qq && apt-get install --yes -qq chromium >/dev/null; }; }; } \
	  || echo "There is no Chromium: tests in a browser will be skipped. Install it, or set TEEMA_CHROMIUM."
	@touch $@

$(VENV)/jupyter: $(VENV)/teema
	$(BIN)/python -m pip install --quiet --editable ".[jupyter]"
	@touch $@

demo: $(VENV)/teema
	@$(BIN)/teema demo --to demo_out

test: $(VENV)/browser
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/dev
	$(BIN)/sphinx-build --fail-on-warning --keep-going -b html docs docs/_build/html

lab: $(VENV)/jupyter
	$(BIN)/jupyter lab notebooks/01_asiakassuhde.ipynb

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) demo_out docs/_build .coverage
