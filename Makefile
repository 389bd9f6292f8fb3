# Forwards to the tasks of tasks.py; `make` alone lists them.
PYTHON ?= python3
INVOKE = .venv/bin/invoke

.PHONY: help serve build check publish form-watch test new clean related-report bench-related
.PHONY: stale links pr-summary handout bench words
.DEFAULT_GOAL := help
export title corpora against format days folder profile sizes rounds scenarios tools language

help:
	@$(PYTHON) -c "import ast; [print(f'make {f.name.replace(chr(95), chr(45)):16}{ast.get_docstring(f).splitlines()[0]}') \
	for f in ast.parse(open('tasks.py').read()).body if isinstance(f, ast.FunctionDef) and f.decorator_list]"

# Without Invoke: where nothing changed they are done before it would be loaded.
build: .venv/ready
	@.venv/bin/python -m plugins.publishing pelicanconf.py $(if $(profile),--profile)

publish: .venv/ready
	@.venv/bin/python -m plugins.publishing publishconf.py $(if $(profile),--profile)

serve form-watch test links handout: .venv/ready
	@$(INVOKE) $@

check: .venv/ready
	@$(INVOKE) $@ $(if $(format),--format "$$format")

stale: .venv/ready
	@$(INVOKE) $@ $(if $(days),--days "$$days")

pr-summary: .venv/ready
	@$(INVOKE) $@ --against "$$against" $(if $(folder),--folder "$$folder")

new: .venv/ready
	@$(INVOKE) new --title "$$title"

related-report: .venv/ready
	@$(INVOKE) $@ $(if $(json),--json) $(if $(against),--against "$$against")

words: .venv/ready
	@$(INVOKE) $@ $(if $(language),--language "$$language")

bench-related: .venv/ready
	@$(INVOKE) $@ --corpora "$$corpora"

bench: .venv/ready
	@$(INVOKE) $@ $(foreach option,sizes rounds scenarios tools,$(if $($(option)),--$(option) "$$$(option)"))

clean:
	@if [ -x $(INVOKE) ]; then $(INVOKE) clean; fi

.venv/ready: requirements/site.txt
	@$(PYTHON) requirements/install.py .venv requirements/site.txt >&2
	@touch $@
