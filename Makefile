# Nothing but Python ≥ 3.11 has to be there: each command makes .venv by itself.
PYTHON ?= python3

.PHONY: run test lint unit services browser screens bench bench-planner bench-draw assets words clean

run:  ## The application, with the demo faculty the first time: http://localhost:8000 (PORT=…)
	@$(PYTHON) scripts/run.py

test:  ## Every check: lint, types, both databases, real services, Chromium
	@$(PYTHON) scripts/check.py

lint unit services browser:  ## One step of `make test`
	@$(PYTHON) scripts/check.py $@

screens:  ## Screenshots of all screens, into docs/screens/
	@$(PYTHON) scripts/tool.py tests.screens

bench:  ## The figures: pages and mails against bare Django
	@$(PYTHON) scripts/tool.py tests.bench

bench-planner:  ## The planner's figures beside a careful first-fit and FET (about 40 minutes)
	@$(PYTHON) scripts/tool.py tests.bench.planner

bench-draw:  ## The figures of the draw: time, uniformity, mutations
	@$(PYTHON) scripts/tool.py tests.bench.draw

assets:  ## Style sheets from design/scss (needs npm; the compiled files are in the repository)
	@sh design/scss/build.sh

words:  ## Django's refusals in our French, from design/locale (needs gettext; the compiled file is in the repository)
	@msgfmt --check-format -o design/locale/fr/LC_MESSAGES/django.mo design/locale/fr/LC_MESSAGES/django.po

clean:  ## What can be made again; never the data in var/
	rm -rf .venv staticfiles test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
