# Everything here sets itself up: Python 3.11 or newer and make are enough. `make PYTHON=python3.12` takes another Python.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BENCH ?= .venv-bench
BENCH_PYTHON ?= python3.11
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile -c constraints.txt
# On all cores, as pip does not; a few files of packages are templates and no Python.
COMPILE := $(BIN)/python -m compileall -qq -j 0 policykit $(VENV)/lib || true

.PHONY: help demo test lint models docs bench soak clean spark

help:
	@echo "make demo    the main job: one case through all jurisdictions, with citations, then an allocation"
	@echo "make test    all tests; what needs a missing tool is skipped and says so"
	@echo "make lint    ruff (rules and format) and mypy --strict"
	@echo "make models  write policykit/questions/models.py from the shared questions, and the plain form of the pack format"
	@echo "make docs    write what in docs/ is made: codes, command line, and the output shown on the pages"
	@echo "make spark   add PySpark (450 MB; it needs Java) for the tests of the sql target"
	@echo "make bench   single calls, growth and whole tables beside other tools; writes benchmarks/report.html"
	@echo "make soak    the property tests with fifty times the examples, runs over ten million rows"
	@echo "make clean   remove the environment and all caches"

$(INSTALLED): pyproject.toml constraints.txt hatch_build.py
	@$(PYTHON) -c "" 2>/dev/null || { echo "policykit needs Python 3.11 or newer, and there is no '$(PYTHON)' here. Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
	  || { echo "policykit needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "setting up $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation -e '.[all,dev]'
	@$(PIP) 'durable-rules; python_version < "3.13"' 2>/dev/null \
	  || echo "durable-rules could not be built (it needs a C compiler): the live sessions run on plain Python, and the tests of the rule engine are skipped"
	@$(COMPILE)
	@touch $@

spark: $(INSTALLED)
	@$(PIP) --no-build-isolation setuptools wheel
	@$(PIP) --no-build-isolation -e '.[spark]'
	@$(COMPILE)

demo: $(INSTALLED)
	$(BIN)/python examples/demo.py

test: $(INSTALLED)
	$(BIN)/python -m pytest -rs -n auto --dist worksteal $(PYTEST)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy examples
	$(BIN)/mypy docs/generate.py

models: $(INSTALLED)
	$(BIN)/python -m policykit.questions.generate

docs: $(INSTALLED)
	$(BIN)/python docs/generate.py

# The benchmarks have an environment of their own: their contestants are no business of the library's. Java 17 is needed for PySpark.
$(BENCH)/.installed: pyproject.toml benchmarks/requirements.txt benchmarks/constraints.txt
	@$(BENCH_PYTHON) -c "" 2>/dev/null || { echo "the benchmarks need Python 3.11, and there is no '$(BENCH_PYTHON)' here. Name another one: make bench BENCH_PYTHON=python3.12" >&2; exit 1; }
	@echo "setting up $(BENCH) with $$($(BENCH_PYTHON) -V)"
	@$(BENCH_PYTHON) -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check -c benchmarks/constraints.txt hatchling setuptools wheel
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check -c benchmarks/constraints.txt --no-build-isolation -e . -r benchmarks/requirements.txt
	@touch $@

bench: $(BENCH)/.installed
	$(BENCH)/bin/python benchmarks/single.py
	$(BENCH)/bin/python benchmarks/growth.py
	$(BENCH)/bin/python benchmarks/batch.py
	$(BENCH)/bin/python benchmarks/live.py
	$(BENCH)/bin/python benchmarks/report.py

soak: $(INSTALLED)
	POLICYKIT_RUN_ROWS=10000000 POLICYKIT_FACTS=200000 $(BIN)/python -m pytest -rs -p benchmarks.soak

clean:
	rm -rf $(VENV) .venv-* build dist .hypothesis .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
