# The two commands: `make demo` and `make test`. Each sets up all it needs in .venv.
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1

# Searches, simulations and the app run in processes of their own, which start seconds sooner from kept bytecode.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test style types suite lock clean

demo: .venv/ready
	$(BIN)/lianxin demo $(if $(filter 0,$(SERVE)),--no-serve)

# Walls and types are checked beside the tests: cold, they take more than a minute of one core.
test: .venv/ready style
	@$(MAKE) --no-print-directory -j2 suite types

style: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready
	$(BIN)/lint-imports
	$(BIN)/mypy

suite: .venv/ready
	$(BIN)/python -m slipcover -m pytest

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lianxin needs Python 3.11 or newer; set PYTHON=/path/to/python3")'
	$(PYTHON) -m venv .venv
	# Bytecode comes with the first import, of what is imported: all of it would take half a minute.
	$(BIN)/python -m pip install --no-compile --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# Only for maintainers: renew the lock after a change of dependencies.
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra dev -o requirements.lock

clean:
	rm -rf .venv
