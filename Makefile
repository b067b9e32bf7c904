.PHONY: help demo test suite thorough coverage faults mutants setup check bench clean

help:
	@echo "make demo   set up, then issue the sample office's letters into demo/"
	@echo "make test   set up, then run every check and test (what CI runs)"
	@echo "make thorough  run the tests that are too long for every change"
	@echo "make coverage  run the tests and tell which lines none of them reaches"
	@echo "make faults  cut every write of ledger and archive short, and see what is left"
	@echo "make mutants  plant small faults and see that the tests notice"
	@echo "make bench  set up, then measure speed and memory"
	@echo "make clean  remove what the above made"

test thorough coverage faults: FOR = tests
setup:
	@scripts/setup.sh $(FOR)

demo: setup
	@scripts/demo.sh

# What judges the code runs beside the tests: it has one process, and they wait often.
test: setup
	@$(MAKE) --no-print-directory -j2 check suite

# Tests are rewritten as they are read; what comes of it is kept for the next process.
suite thorough coverage: export PYTHONDONTWRITEBYTECODE =

suite:
	.venv/bin/pytest -n 4 --dist worksteal

thorough: setup
	.venv/bin/pytest -n 4 --dist worksteal -m thorough

coverage: setup
	.venv/bin/pytest -n 4 --dist worksteal --cov --cov-report=term:skip-covered

check:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

faults: setup
	.venv/bin/python -m tests.tools.faults

mutants: setup
	.venv/bin/python scripts/mutants.py

bench: setup
	.venv/bin/python -m bench

clean:
	[ ! -e demo/.contoh ] || rm -rf demo
	rm -rf .venv .alat dist build .coverage .mypy_cache .ruff_cache .pytest_cache
