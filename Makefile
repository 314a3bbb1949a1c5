.DEFAULT_GOAL := help
.PHONY: help run test test-fast epubcheck lint fmt bench specimens messages lock vendor
PY = .venv/bin/python

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

run:  ## set up and start the demonstration on http://127.0.0.1:8000
	@bin/run

test:  ## set up and run everything: SQLite, PostgreSQL, Chromium
	@bin/setup --dev && $(PY) bin/test.py

test-fast:  ## the developer's loop: SQLite, no browser
	@bin/setup --dev && $(PY) bin/test.py --fast

lint:  ## style, types, formatting
	@bin/setup --dev && bin/lint

fmt:  ## format the code
	@bin/setup --dev && .venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

epubcheck:  ## let EPUBCheck judge the booklets of the demonstration
	@bin/setup --dev && $(PY) bin/epubcheck.py

bench:  ## measure, each figure beside its target
	@bin/setup --dev && $(PY) bin/bench.py

specimens:  ## write every paper with invented people to var/specimens, as PDF and PNG
	@bin/setup --dev && DEMO=1 $(PY) manage.py prepare && DEMO=1 $(PY) manage.py specimens

messages:  ## bring the message catalogues up to date
	@bin/setup --dev && $(PY) bin/messages.py

lock:  ## lock the dependencies anew (needs uv and the network)
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet requirements.in -o requirements.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet requirements-dev.in -o requirements-dev.txt

vendor:  ## purge Bootstrap anew after templates changed (needs npm)
	@bin/setup --dev && bin/vendor
