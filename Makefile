# `make` alone lists what can be made. Every target first makes the checkout ready, which takes no time when it is.

PYTHON := $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
TIMED := $(PYTHON) scripts/timed.py
TEST := DJANGO_SETTINGS_MODULE=rondom.config.settings.test
# Values of the right shape and no worth, to check the production settings with; no database is asked anything.
PRODUCTION := DJANGO_SETTINGS_MODULE=rondom.config.settings.production \
	RONDOM_HOSTS=rondom.example \
	RONDOM_DATABASE_URL=postgresql://rondom_app@localhost/rondom \
	RONDOM_KEYS_DATABASE_URL=postgresql://rondom_app@localhost/rondom_keys \
	RONDOM_KMS_FOLDER=/nowhere \
	RONDOM_SECURITY_CONTACT=mailto:security@rondom.example \
	RONDOM_SECRET_KEY=only-to-check-with-0123456789-abcdefghijklmnopqrstuvwxyz \
	RONDOM_ACTOR_KEY=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

# Every file that is kept, but the locks, which are full of hashes, and the tests, whose passwords are made up. No secrets
# are: the signs of a case's code, and the names of settings.
NO_SECRETS := 23456789CDFGHJKMNPRTVWX|^only-for-tests-|^mine$$|^p%2Fw$$|^password$$
SECRETS = files=$$(git ls-files -- . ":!requirements/*.txt" ":!package-lock.json" ":!rondom/*/tests/*" ":!tests/*") && \
	$(BIN)/detect-secrets-hook --exclude-lines RONDOM_SECRET_KEY --exclude-secrets "$(NO_SECRETS)" $$files

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test soak check sbom bench diagram messages setup setup-dev

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: setup ## start the demo: a fictional region, nothing to fill in
	@$(BIN)/rondom demo

demo-reset: setup ## throw the demo's data away and start it afresh
	@$(BIN)/rondom demo-reset
	@$(BIN)/rondom demo

test: setup-dev ## run all tests, the journeys in a browser included
	@RONDOM_CHROMIUM="$$($(PYTHON) scripts/browser.py)" && export RONDOM_CHROMIUM && $(BIN)/pytest -n 2 --dist worksteal

soak: setup-dev ## try 100,000 random steps of sharing, which takes an hour or more
	@RONDOM_STEPS=100000 $(BIN)/pytest -n 2 --dist worksteal tests/test_sharing_sequences.py

check: setup-dev ## check style, types, layers, templates, migrations, translations and settings
	@$(TIMED) "style" $(BIN)/ruff check --output-format concise
	@$(TIMED) "format" $(BIN)/ruff format --check
	@$(TIMED) "types" $(BIN)/mypy
	@$(TIMED) "layers" $(BIN)/lint-imports
	@$(TIMED) "templates" $(BIN)/djlint --quiet --lint rondom
	@$(TIMED) "migrations" env $(TEST) $(BIN)/rondom makemigrations --check --dry-run
	@$(TIMED) "translations" env $(TEST) $(BIN)/rondom messages --check
	@$(TIMED) "dangerous calls" $(BIN)/bandit --quiet --configfile pyproject.toml --recursive rondom scripts bench
	@$(TIMED) "secrets" sh -c '$(SECRETS)'
	@$(TIMED) "known weaknesses" $(BIN)/python scripts/advisories.py requirements/app.txt requirements/dev.txt
	@$(TIMED) "production settings" env $(PRODUCTION) $(BIN)/rondom check --deploy --fail-level WARNING

sbom: setup-dev ## write build/sbom.json: every package that production holds, with its hashes (CycloneDX)
	@$(BIN)/python scripts/sbom.py requirements/app.txt build/sbom.json

bench: setup-dev ## measure, one line a figure
	@$(BIN)/python -m bench

diagram: setup ## write docs/workflow.md from the code
	@$(BIN)/rondom diagram

messages: setup ## gather what people see into the translation catalogue
	@$(BIN)/rondom messages

setup:
	@$(PYTHON) scripts/setup.py

setup-dev:
	@$(PYTHON) scripts/setup.py --dev
