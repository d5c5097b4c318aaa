# Two commands do everything: `make run` serves the chat, `make test` proves it.
export UV_LINK_MODE ?= copy
export RASA_TELEMETRY_ENABLED = false
PATH := $(PATH):$(HOME)/.local/bin
RUN = uv run --frozen

.PHONY: run test test-talk test-pages check train install browser fuzz sbom clean
.DEFAULT_GOAL := run

run: install  ## install, build the knowledge, train if needed, serve http://127.0.0.1:8080
	$(RUN) boussole run

train: install  ## train the model when its inputs changed
	$(RUN) boussole train

test: test-talk test-pages  ## everything that must be true

test-talk: install train  ## all of it but the pages in Chromium
	$(RUN) pytest tests --ignore tests/browser --ignore tests/fuzz

test-pages: install browser train  ## the pages in a real Chromium
	$(RUN) pytest tests/browser

sbom: install  ## what the product is made of, as CycloneDX, from the lock file
	@mkdir -p build
	uv export --quiet --frozen --no-dev --format cyclonedx1.5 --output-file build/sbom.json

fuzz: install train  ## 10,000 random turns of talk, and the public API with requests nobody would think of
	FUZZ_TURNS=10000 $(RUN) pytest tests/conversations/test_fuzz.py
	$(RUN) pytest tests/fuzz

check: install  ## style, types, packs, words, imports: quick, before each commit
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) boussole knowledge validate

install: .venv/.installed

.venv/.installed: pyproject.toml uv.lock
	@command -v uv >/dev/null || python3 -m pip install --quiet --user uv || python3 -m pip install --quiet uv
	uv sync --frozen
	@touch $@

browser:  ## Chromium, lynx and axe-core for the tests of the page (Debian, npm)
	@command -v chromium >/dev/null && command -v lynx >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium lynx >/dev/null)
	@cd bot/gateway/widget && npm ci --silent --no-audit --no-fund

clean:  ## forget what was built; the sources stay
	rm -rf build .rasa .pytest_cache .mypy_cache .ruff_cache
