# What a person types. Everything starts from nothing: Python 3.11, make and git are enough.
# `make` alone says what there is.

PORT ?= 8000
PYTHON ?=
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup
COMPILER := $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11
# What production is given, with values that open nothing: `check --deploy` looks at it.
COMME_EN_PRODUCTION := DEBUG=0 DEMO=0 SITE_URL=https://reseau.example.org VAR=$(CURDIR)/var/verification \
	SECRET_KEY=verification-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH DATABASE_URL= REDIS_URL= EMAIL_URL=consolemail://
EN_LOCAL := DEBUG=1 DEMO=0 SITE_URL= VAR=$(CURDIR)/var/verification

.DEFAULT_GOAL := aide
.PHONY: aide install demo test test-complet lint format verrou

aide: ## ce que fait chaque commande
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

install: ## les bibliothèques, dans .venv seulement
	@PYTHON="$(PYTHON)" outils/installer

demo: install ## la démonstration, de rien, sur 127.0.0.1:8000 (PORT= pour changer) ; Ctrl-C arrête tout
	@exec $(BIN)/python outils/demo.py --port "$(PORT)"

test: install ## la suite, sans aucun service
	$(PYTEST) $(ARGS)

test-complet: install ## la suite sur PostgreSQL et Redis, avec le navigateur : rien n’est sauté
	COMPLET=1 outils/services $(PYTEST) $(ARGS)

lint: install ## ce que vérifie l’intégration continue, hors la suite
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/lint-imports
	$(EN_LOCAL) $(BIN)/python -m mypy . outils/services
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive .
	$(COMME_EN_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(COMME_EN_PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run

format: install ## met le code en forme
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

verrou: install ## recompile les verrous (ARGS=--upgrade pour monter les versions)
	$(COMPILER) $(ARGS) requirements-uv.in -o requirements-uv.txt
	$(COMPILER) $(ARGS) requirements.in -o requirements.txt
	$(COMPILER) $(ARGS) requirements.in requirements-dev.in -o requirements-dev.txt
