# Everything that a developer or an operator does; `make help` lists it.
# Targets that are files are made again only when what they are made from has changed.

PYTHON ?= python3.13
ENVIRONMENT ?= production
PLATFORM ?= arm64
STATE_DIR ?= build/$(ENVIRONMENT)

VENV_PYTHON := .venv/bin/python
# Without npm, the tests that need these are left out.
NODE_CLIENTS := $(if $(shell command -v npm 2>/dev/null),build/node/installed)
# Terraform and its providers are written in Go, and took a quarter of their time to collect garbage.
export GOGC ?= 400
EMULATOR_VENV := build/emulator/venv
CHECKOV_VENV := build/checkov/venv
REPORTS := build/reports
PACKAGES := build/$(PLATFORM)/packages
OUTPUTS := $(STATE_DIR)/outputs.json
SBOM := build/sbom/layers.cdx.json
LICENSES := build/sbom/licenses.md
VARIABLE_FILE := environments/$(ENVIRONMENT).tfvars
FUNCTIONS := $(patsubst lambdas/%/handler.py,%,$(wildcard lambdas/*/handler.py))
layers = $(patsubst %,build/$(1)/packages/%.zip,layer mcp)
packages = $(call layers,$(1)) $(patsubst %,build/$(1)/packages/%.zip,$(FUNCTIONS))
# What `make bench` compares with: this repository as it was at this commit, built by itself.
BASELINE_COMMIT := 7bd4aed82437395dd67f8f5ea97741e3c95a63c9
BASELINE := build/baseline/$(BASELINE_COMMIT)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
# Targets build on each other's results (`make bootstrap apply secrets`), also under -j.
.NOTPARALLEL:
# Only patterns name these, so make would take them for intermediate files and remove them.
.PRECIOUS: build/%/dependencies.zip build/sources/%.txt
MAKEFLAGS += --no-builtin-rules --no-print-directory

# What a shell exports for its own Python must not decide what is built here, nor compile it all each time.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONOPTIMIZE PYTHONPATH PYTHONPYCACHEPREFIX
export CHECKPOINT_DISABLE := 1
export TF_IN_AUTOMATION := 1

ifeq ($(filter $(PLATFORM),arm64 x86_64 host),)
$(error PLATFORM is '$(PLATFORM)'; it must be arm64, x86_64 or host)
endif

##@ Start here
.PHONY: help setup lock update clean

help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^##  / { print substr($$0, 3) } \
		/^[a-z][a-z0-9-]*:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: .venv/installed $(EMULATOR_VENV)/installed $(CHECKOV_VENV)/installed ## Install everything for developing, and the git hooks
	@if git rev-parse --git-dir >/dev/null 2>&1; then $(VENV_PYTHON) -m pre_commit install; fi

# In this order: the later ones are held to the versions of the earlier.
LOCKS := layer mcp development emulator checkov

lock: .venv/installed ## Resolve requirements/*.in to the *.txt that are installed
	@$(VENV_PYTHON) -m scripts.lock $(LOCKS)

update: .venv/installed ## The same with the newest of everything, and say what changed
	@$(VENV_PYTHON) -m scripts.lock --upgrade $(LOCKS)

clean: ## Remove everything that was built or installed here
	@rm -rf build .venv

##@ The whole system on this machine
.PHONY: demo up screenshot

SIMULATOR_NEEDS = build/terraform.env .venv/installed $(EMULATOR_VENV)/installed $(call packages,host)
# The simulator and the tests call make themselves: with their own variables, not with this one's.
SIMULATOR = env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(VENV_PYTHON)

demo: $(SIMULATOR_NEEDS) ## Deploy to an emulated AWS, hold a conversation, print it, clean up
	@$(SIMULATOR) -m simulator demo

up: $(SIMULATOR_NEEDS) ## The same, but stay, so that you can talk to it
	@$(SIMULATOR) -m simulator up

screenshot: $(SIMULATOR_NEEDS) ## Renew docs/screenshot.png, the README's picture of the pages
	@$(SIMULATOR) -m scripts.screenshot docs/screenshot.png

##@ Tests and checks
.PHONY: check test unit seeds fuzz package-test terraform-test e2e browser second-opinion lint format openapi provider-names
.PHONY: explore terraform-docs bench day load performance scaling cost measure-cost sbom

check: lint ## Lint, and the unit tests of what changed since the last commit: SINCE=main for more
	@$(VENV_PYTHON) -m scripts.changed_tests $(SINCE) \
		| xargs --no-run-if-empty $(VENV_PYTHON) -m pytest $(UNIT_OPTIONS)

# The unit tests first: they look at the clock, and whoever broke something wants to know. What several targets need
# is made before they run side by side.
test: $(SIMULATOR_NEEDS) unit ## All of the tests below, the end-to-end ones beside the others
	@$(VENV_PYTHON) -m scripts.side_by_side e2e 'seeds package-test terraform-test'

# Schemathesis is for the end-to-end tests; loading its plugin costs each process seconds.
SINCE ?= HEAD
UNIT_OPTIONS := --numprocesses=auto -p no:schemathesis

unit: .venv/installed ## Unit tests
	@$(VENV_PYTHON) -m pytest tests/unit $(UNIT_OPTIONS) --junitxml=$(REPORTS)/unit.xml

seeds: .venv/installed ## Walk through 2,000 fixed schedules of faults, crashes and turns, and break each guard
	@$(VENV_PYTHON) -m pytest tests/world $(UNIT_OPTIONS) --junitxml=$(REPORTS)/seeds.xml

fuzz: .venv/installed ## 5,000 events with arbitrary JSON in any field, instead of the unit tests' 300
	@FUZZ_EXAMPLES=5000 $(VENV_PYTHON) -m pytest tests/unit/events --timeout=1800

# One schedule of them, as a failure prints it, or the one of a seed.
EXPLORED = $(if $(REPLAY),--replay '$(REPLAY)') $(if $(SEED),--seed '$(SEED)') \
	$(if $(SCHEDULES),--schedules $(SCHEDULES)) $(if $(MINUTES),--minutes $(MINUTES))

explore: .venv/installed ## Walk through 100,000 schedules of faults, crashes and turns, and renew docs/reliability.md
	@PYTHONPATH=layers/kaiwa:lambdas PYTHONHASHSEED=0 $(VENV_PYTHON) -m tests.world $(EXPLORED)

package-test: .venv/installed $(call packages,host) $(SBOM) ## Tests of the built zips and of their SBOM
	@$(VENV_PYTHON) -m pytest tests/packages --junitxml=$(REPORTS)/packages.xml

# Terraform tests one file after the other: two of it keep two processors busy.
TERRAFORM_TEST = $(CHECK_TERRAFORM) test -junit-xml=$(abspath $(REPORTS))/terraform-$$$$.xml
WITH_PROVIDER = $(VENV_PYTHON) -m scripts.with_provider build/check/terraform
POLICIES := tests/policies.tftest.hcl
terraform-test: build/check/initialised .venv/installed ## Tests of the Terraform modules and all policies, with a mocked AWS
	@mkdir -p $(REPORTS)
	@rm -f $(REPORTS)/terraform-*.xml
	@printf '%s\n' $(filter-out %$(POLICIES),$(patsubst terraform/%,-filter=%,$(wildcard terraform/tests/*.tftest.hcl))) \
		| $(WITH_PROVIDER) xargs -P 2 -n 8 sh -c '$(TERRAFORM_TEST) "$$@"' sh
	@$(TERRAFORM_TEST) -json -verbose -filter=$(POLICIES) | $(VENV_PYTHON) -m scripts.policies

e2e: $(SIMULATOR_NEEDS) $(NODE_CLIENTS) ## End-to-end tests on the emulated AWS, those in a browser included
	@echo "Deploying four times, side by side: it takes some two minutes until the first test ends …"
	@$(SIMULATOR) -m pytest tests/e2e --numprocesses=4 --junitxml=$(REPORTS)/e2e.xml

browser: $(SIMULATOR_NEEDS) ## Of these, only the tests of the pages in a real browser
	@$(SIMULATOR) -m pytest tests/e2e/browser --junitxml=$(REPORTS)/browser.xml

second-opinion: build/terraform.env .venv/installed $(call packages,host) ## Apply, plan and destroy on moto's server
	@$(SIMULATOR) -m pytest tests/second_opinion --junitxml=$(REPORTS)/second-opinion.xml

lint: build/check/initialised .venv/installed $(CHECKOV_VENV)/installed ## Check style, types, imports, Terraform and workflows
	@$(VENV_PYTHON) -m ruff check
	@$(VENV_PYTHON) -m ruff format --check
	@$(VENV_PYTHON) -m mypy
	@PYTHONPATH=layers/kaiwa:lambdas:. $(VENV_PYTHON) .venv/bin/lint-imports --no-logo \
		--cache-dir build/import-linter
	@. build/terraform.env && terraform fmt -check -diff -recursive terraform
	@$(CHECK_TERRAFORM) validate -no-tests  # they are when they run, and would take ten times as long here
	@$(CHECK_GITHUB) validate
	@$(CHECKOV)
	@.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@.venv/bin/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@.venv/bin/zizmor --offline --quiet .github

format: build/terraform.env .venv/installed ## Put all code into the agreed form
	@$(VENV_PYTHON) -m ruff check --fix
	@$(VENV_PYTHON) -m ruff format
	@. build/terraform.env && terraform fmt -recursive terraform

openapi: .venv/installed ## Renew docs/openapi.json from the code
	@PYTHONPATH=layers/kaiwa:lambdas $(VENV_PYTHON) -m scripts.openapi > docs/openapi.json

terraform-docs: .venv/installed ## Renew the modules' READMEs and docs/configuration.md from Terraform's files
	@PYTHONPATH=layers/kaiwa $(VENV_PYTHON) -m scripts.terraform_docs

provider-names: .venv/installed ## Look up in the AWS provider 6 what Terraform uses of it; needs npm
	@$(VENV_PYTHON) -m scripts.provider_names build/provider tests/unit/terraform/provider_6.json

BENCH_NEEDS = $(EMULATOR_VENV)/installed $(call packages,host) $(call layers,arm64) $(BASELINE)/built

bench: .venv/installed $(BENCH_NEEDS) ## Measure starts, turns and sizes beside the baseline's, in 5 minutes
	@PYTHONPATH=layers/kaiwa:lambdas $(VENV_PYTHON) -m bench $(BASELINE)

day: $(SIMULATOR_NEEDS) $(NODE_CLIENTS) $(SBOM) build/check/initialised $(CHECKOV_VENV)/installed ## Time the commands of a developer's day, in 20 minutes
	@PYTHONPATH=layers/kaiwa:lambdas $(SIMULATOR) -m bench.timing $(if $(FOLDER),'$(FOLDER)')

load: $(SIMULATOR_NEEDS) ## Many people at once on a stack of its own, in 8 minutes; renews docs/load.md
	@PYTHONPATH=layers/kaiwa:lambdas $(SIMULATOR) -m bench.load

performance: .venv/installed ## Make docs/performance.md anew from the last measurements
	@PYTHONPATH=layers/kaiwa:lambdas $(VENV_PYTHON) -m bench.document

scaling: .venv/installed ## Simulate 1, 100 and 10,000 times a small town's messages, and renew docs/scaling.md
	@$(VENV_PYTHON) -m bench.scaling

COST = PYTHONPATH=layers/kaiwa:lambdas $(VENV_PYTHON) -m bench.cost

cost: .venv/installed ## Renew docs/cost.md from measured usage and scripts/prices.toml
	@$(COST) render

measure-cost: .venv/installed ## The same, but measure what turns and calls use before: a minute
	@$(COST) measure

sbom: $(SBOM) ## List all packages in the layers (CycloneDX) and their licences, in build/sbom
	@ls $(SBOM) $(LICENSES)

##@ An AWS account
##  ENVIRONMENT=production  which terraform/environments/*.tfvars to use
##  PLATFORM=arm64          what the packages are built for: arm64, x86_64 or host
##  APPROVE=1               apply and destroy do not ask
.PHONY: environment package bootstrap init plan plan-digest plan-summary apply apply-plan github-roles
.PHONY: rollout rollback versions destroy outputs secrets line doctor usage dead-letters redrive drop
.PHONY: knowledge
.PHONY: export forget restore adopt catch-up chatgpt user check-dynamodb invoke

# A shell may export such names for purposes of its own.
given = $(if $(findstring command,$(origin $(1))),$($(1)))

environment: .venv/installed ## Write a new one's settings: NAME=staging ACCOUNT=… REGION=…
	@$(VENV_PYTHON) -m scripts.environment_file '$(call given,NAME)' \
		--account '$(call given,ACCOUNT)' --region '$(call given,REGION)'

package: $(call packages,$(PLATFORM)) ## Build the zips of the layers and the functions
	@$(VENV_PYTHON) -m scripts.sizes $(PACKAGES)

bootstrap: .venv/installed ## Create the S3 bucket for Terraform's state, once
	@$(KNOWN_ENVIRONMENT)
	@$(VENV_PYTHON) -m scripts.state_bucket create $(PROJECT) $(ENVIRONMENT) terraform/$(VARIABLE_FILE)

init: $(STATE_DIR)/initialised ## Initialise Terraform for the environment

plan: $(STATE_DIR)/initialised $(call packages,$(PLATFORM)) ## Show what apply would change; PREVIEW=1 by the state alone
	@$(MAKE_PLAN)
	@$(READ_PLAN) sentence

plan-digest: .venv/installed ## Print what names the last plan: PLAN=…
	@$(READ_PLAN) digest

plan-summary: .venv/installed ## Print the last plan as Markdown, for those who approve it
	@{ $(SHOW_PLAN) && $(TERRAFORM) show -no-color $(PLAN_FILE); } | $(VENV_PYTHON) -m scripts.saved_plan summary

apply: $(STATE_DIR)/initialised $(call packages,$(PLATFORM)) ## Deploy, and put new versions live
	@$(ASKABLE)
	@$(TERRAFORM) apply $(APPROVAL) $(VARIABLES)
	@$(PUT_LIVE)

apply-plan: $(STATE_DIR)/initialised $(call packages,$(PLATFORM)) ## Deploy if that is what was approved: PLAN=<digest>
	@test -n '$(PLAN)' || { \
		echo "Say which plan was approved: make apply-plan PLAN=… (make plan prints it)" >&2; exit 1; }
	@$(MAKE_PLAN)
	@$(READ_PLAN) expect '$(PLAN)'
	@$(TERRAFORM) apply -input=false $(PLAN_FILE)
	@$(PUT_LIVE)

ONLY_FUNCTION = $(if $(FUNCTION),--function '$(FUNCTION)')

rollback: $(OUTPUTS) ## Put the versions before the last roll-out live again: FUNCTION=line_reply for one
	@$(VENV_PYTHON) -m scripts.rollback $(OUTPUTS) $(ONLY_FUNCTION)

rollout: $(OUTPUTS) ## Put the newest versions live, also of functions that were rolled back
	@$(VENV_PYTHON) -m scripts.rollout $(OUTPUTS) --release $(ONLY_FUNCTION)

versions: $(OUTPUTS) ## Show which version of each function is live, and what it can go back to
	@$(VENV_PYTHON) -m scripts.versions $(OUTPUTS)

destroy: $(OUTPUTS) $(call packages,$(PLATFORM)) ## Remove what apply deployed, unless it is protected
	@$(ASKABLE)
	@$(VENV_PYTHON) -m scripts.protection $(OUTPUTS) $(ENVIRONMENT)
	@$(TERRAFORM) destroy $(APPROVAL) $(VARIABLES)

outputs: $(OUTPUTS) ## Show the webhook's address and other results of apply
	@$(TERRAFORM) output

secrets: $(OUTPUTS) ## Write the secrets, asked for or from the environment; CHANNEL=… only its own
	@$(VENV_PYTHON) -m scripts.put_secrets $(OUTPUTS) $(CHANNEL_OPTION)

github-roles: $(STATE_DIR)/github/initialised ## Make the roles that GitHub's workflows deploy with: REPOSITORY=owner/name
	@test -n '$(REPOSITORY)' || { \
		echo "Say whose: make github-roles REPOSITORY=owner/name (docs/continuous-delivery.md)" >&2; exit 1; }
	@$(ASKABLE)
	@$(GITHUB_TERRAFORM) apply $(APPROVAL) -var=project='$(PROJECT)' -var=environment='$(ENVIRONMENT)' \
		-var=repository='$(REPOSITORY)'

# Where LINE must post to, if that is not the address that Terraform knows: a proxy's, say.
# As it is: make would take the $ of an address for a variable of its own.
WEBHOOK = $(if $(value WEBHOOK_URL),--webhook-url '$(value WEBHOOK_URL)')
MENU_IMAGE = $(if $(RICH_MENU_IMAGE),--rich-menu-image '$(RICH_MENU_IMAGE)')
MENU = $(if $(filter 1,$(RICH_MENU))$(RICH_MENU_IMAGE),--rich-menu $(MENU_IMAGE))
DAYS ?= 7
CHANNEL_OPTION = $(call option,channel,CHANNEL)

line: $(OUTPUTS) ## Set and test LINE's webhook, show the pushes left; RICH_MENU=1 makes the menu
	@$(VENV_PYTHON) -m scripts.line $(OUTPUTS) $(WEBHOOK) $(MENU) $(CHANNEL_OPTION)

doctor: $(OUTPUTS) ## Check token, webhook, model, table and secrets, each with a remedy
	@$(VENV_PYTHON) -m scripts.doctor $(OUTPUTS) $(WEBHOOK) $(CHANNEL_OPTION)

usage: $(OUTPUTS) ## Show messages, tokens and their cost by day and user: DAYS=7
	@PYTHONPATH=layers/kaiwa $(VENV_PYTHON) -m scripts.usage $(OUTPUTS) --days '$(DAYS)' $(CHANNEL_OPTION)

# One argument of the shell, whatever is in the variable.
quoted = '$(subst ','\'',$(value $(1)))'
option = $(if $(value $(2)),--$(1) $(call quoted,$(2)))
knowledge: $(OUTPUTS) ## Upload a folder's documents for file_search: FOLDER=… NAME=knowledge
	@$(VENV_PYTHON) -m scripts.knowledge $(OUTPUTS) $(call quoted,FOLDER) \
		$(if $(call given,NAME),--name '$(call given,NAME)')

DEAD_LETTERS = PYTHONPATH=layers/kaiwa:lambdas $(VENV_PYTHON) -m scripts.dead_letters $(OUTPUTS)

dead-letters: $(OUTPUTS) ## List the events that could not be handled, and why
	@$(DEAD_LETTERS) list

redrive: $(OUTPUTS) ## Put them back to be handled: all, or CHAT=<hash>; POISON=1: what fails again too
	@$(DEAD_LETTERS) redrive $(call option,chat,CHAT) $(if $(filter 1,$(POISON)),--poison)

drop: $(OUTPUTS) ## Delete one, EVENT=<id>, or all of a CHAT=<hash>, for a REASON='…' that is logged
	@$(DEAD_LETTERS) drop $(call option,chat,CHAT) $(call option,event,EVENT) $(call option,reason,REASON)

# Chores with the functions' own code.
WITH_CODE = PYTHONPATH=layers/kaiwa:lambdas $(VENV_PYTHON) -m
UNASKED = $(if $(filter 1,$(APPROVE)),--yes)
needs = test -n $(call quoted,$(1)) || { echo $(2) >&2; exit 1; }

export: $(OUTPUTS) ## Write all that is stored of a PERSON=… (LINE id, e-mail, hash) into a file
	@$(call needs,PERSON,"Say of whom: make export PERSON=hanako@example.com")
	@$(WITH_CODE) scripts.export_person $(OUTPUTS) $(call quoted,PERSON) $(STATE_DIR) $(CHANNEL_OPTION)

forget: $(OUTPUTS) ## Delete it for good, asked for first; SIGN_IN=keep leaves the sign-in
	@$(call needs,PERSON,"Say whom: make forget PERSON=hanako@example.com")
	@$(ASKABLE)
	@$(WITH_CODE) scripts.forget $(OUTPUTS) $(call quoted,PERSON) $(call option,sign-in,SIGN_IN) $(CHANNEL_OPTION) $(UNASKED)

restore: $(OUTPUTS) ## Restore the table of POINT=2026-12-03T02:10, or latest, beside the one in use
	@$(call needs,POINT,"Say as of when: make restore POINT=2026-12-03T02:10 or POINT=latest")
	@$(VENV_PYTHON) -m scripts.restore $(OUTPUTS) $(call quoted,POINT)

adopt: $(STATE_DIR)/initialised $(call packages,$(PLATFORM)) ## Have Terraform take over the restored_table_name
	@$(VENV_PYTHON) -m scripts.adopt_table '$(TERRAFORM)' $(VARIABLES)

catch-up: $(OUTPUTS) ## Do again what people did since the point, by the table of before: FROM=…
	@$(call needs,FROM,"Say from which table: make catch-up FROM=kaiwa-production-messages")
	@$(ASKABLE)
	@$(WITH_CODE) scripts.catch_up $(OUTPUTS) $(call quoted,FROM) $(call option,skip,SKIP) $(UNASKED)

chatgpt: $(OUTPUTS) ## Show what to enter in ChatGPT: for a plugin, and for a GPT's action
	@$(VENV_PYTHON) -m scripts.chatgpt $(OUTPUTS)

user: $(OUTPUTS) ## Create a person who may sign in: EMAIL=hanako@example.com
	@test -n '$(EMAIL)' || { echo "Say who: make user EMAIL=hanako@example.com" >&2; exit 1; }
	@$(VENV_PYTHON) -m scripts.create_user $(OUTPUTS) '$(EMAIL)'

check-dynamodb: $(OUTPUTS) ## Prove that the message table works as the code expects
	@$(VENV_PYTHON) -m scripts.invoke $(OUTPUTS) check_dynamodb events/check.json

invoke: $(OUTPUTS) ## Run a function: FUNCTION=line_webhook EVENT=events/webhook_text.json
	@test -n '$(FUNCTION)' -a -n '$(EVENT)' || { \
		echo "Say what to run: make invoke FUNCTION=line_webhook EVENT=events/webhook_text.json" >&2; exit 1; }
	@$(VENV_PYTHON) -m scripts.invoke $(OUTPUTS) $(FUNCTION) $(EVENT)

# ---- Files that the targets above need ----

.PHONY: FORCE
FORCE:

define check_python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null || { \
		echo "Python 3.13 is needed, and '$(PYTHON)' is not it. Install it (pyenv install 3.13) or" \
			"name it: make … PYTHON=/path/to/python3.13" >&2; exit 1; }
endef

define make_venv
	$(check_python)
	@echo "Installing $< into $(@D) …"
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes \
		--requirement $<
	@touch $@
endef

.venv/installed: requirements/development.txt
	$(make_venv)

$(EMULATOR_VENV)/installed: requirements/emulator.txt
	$(make_venv)

$(CHECKOV_VENV)/installed: requirements/checkov.txt
	$(make_venv)

# Clients of MCP that are written in JavaScript. The CLI is published as a part of the inspector, and
# looks for that one's description above it.
build/node/installed: tests/e2e/node/package.json tests/e2e/node/package-lock.json
	@echo "Installing $< into $(@D) …"
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@cd $(@D) && npm ci --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error >/dev/null
	@cp $< $(@D)/node_modules/@modelcontextprotocol/package.json
	@touch $@

# -- Packages: build/<platform>/packages/<name>.zip; in a pattern, % is the platform --

sources = build/sources/$(1).txt $(shell find $(1) -type f -not -path '*/__pycache__/*' -not -name '.*')
PACKAGER := scripts/archive.py scripts/package_code.py
# Hashing decides the order in sets, and with it the bytes of a .pyc.
PACKAGE = PYTHONHASHSEED=0 $(VENV_PYTHON) -m scripts

# A file that was deleted changes this list; its absence has no time stamp.
build/sources/%.txt: FORCE
	@mkdir -p $(@D)
	@new=$$(mktemp $@.XXXXXX) && find $* -type f -not -path '*/__pycache__/*' -not -name '.*' \
		| LC_ALL=C sort > $$new && if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi

DEPENDENCY_PACKAGER := scripts/archive.py scripts/package_dependencies.py

build/%/dependencies.zip: requirements/layer.txt $(DEPENDENCY_PACKAGER) | .venv/installed
	@echo "Building the layer's dependencies for $* …"
	@$(PACKAGE).package_dependencies $* $< $@

build/%/packages/layer.zip: build/%/dependencies.zip $(call sources,layers/kaiwa) $(PACKAGER)
	@echo "Building $@ …"
	@$(PACKAGE).package_code layers/kaiwa/kaiwa $@ --onto $<

# The layer that the plugin needs on top of the other.
build/%/packages/mcp.zip: requirements/mcp.txt requirements/layer.txt $(DEPENDENCY_PACKAGER) | .venv/installed
	@echo "Building $@ …"
	@$(PACKAGE).package_dependencies $* $< $@ --without requirements/layer.txt

define function_package
build/%/packages/$(1).zip: $(call sources,lambdas/$(1)) $(PACKAGER) | .venv/installed
	@echo "Building $$@ …"
	@$$(PACKAGE).package_code lambdas/$(1) $$@
endef
$(foreach function,$(FUNCTIONS),$(eval $(call function_package,$(function))))

$(BASELINE)/built: | .venv/installed
	@git cat-file -e $(BASELINE_COMMIT)^{commit} 2>/dev/null || { \
		echo "The commit to compare with is not here. Fetch it: git fetch --unshallow" >&2; exit 1; }
	@echo "Building the baseline …"
	@rm -rf $(@D)
	@mkdir -p $(@D)
	@git archive $(BASELINE_COMMIT) | tar -x -C $(@D)
	@for platform in host arm64; do \
		$(MAKE) -C $(@D) --assume-old=.venv/installed VENV_PYTHON=$(abspath $(VENV_PYTHON)) \
			PLATFORM=$$platform package; done >/dev/null
	@touch $@

# What is in the layers, as their locks say. Licences and who needs whom are in what is installed only, so it is
# installed: by itself, with the project as what needs it all.
$(SBOM): requirements/layer.in requirements/mcp.in requirements/layer.txt requirements/mcp.txt .venv/installed
	@echo "Listing what is in the layers …"
	@$(VENV_PYTHON) -m venv --clear --without-pip $(@D)/venv
	@$(VENV_PYTHON) -m pip --python $(@D)/venv install --quiet --quiet --disable-pip-version-check --no-compile \
		--no-deps --require-hashes --requirement requirements/layer.txt --requirement requirements/mcp.txt
	@{ printf '[project]\nname = "kaiwa"\ndynamic = ["version"]\ndependencies = [\n'; \
		sed -n 's/^\([a-z].*\)==.*/  "\1",/p' $(filter %.in,$^); echo ']'; } > $(@D)/pyproject.toml
	@$(VENV_PYTHON) -m piplicenses --python $(@D)/venv/bin/python --format=markdown --with-urls \
		--output-file $(LICENSES) >/dev/null
	@$(VENV_PYTHON) -m cyclonedx_py environment --output-reproducible --pyproject $(@D)/pyproject.toml \
		--output-file $@ $(@D)/venv

# -- Terraform --

ARCHITECTURE := $(if $(filter host,$(PLATFORM)),$(if $(filter arm64 aarch64,$(shell uname -m)),arm64,x86_64),$(PLATFORM))
PROJECT = $(or $(shell sed -n 's/^project *= *"\(.*\)".*/\1/p' terraform/$(VARIABLE_FILE) 2>/dev/null),$(TF_VAR_project),kaiwa)
VARIABLES = -var-file=$(VARIABLE_FILE) -var=packages_directory=../$(PACKAGES) -var=architecture=$(ARCHITECTURE)
KNOWN_ENVIRONMENT = test -f terraform/$(VARIABLE_FILE) || { \
	echo "There is no environment '$(ENVIRONMENT)': terraform/$(VARIABLE_FILE) does not exist." >&2; exit 1; }; \
	grep -Eq '^environment *= *"$(ENVIRONMENT)"' terraform/$(VARIABLE_FILE) || { \
	echo "terraform/$(VARIABLE_FILE) must say: environment = \"$(ENVIRONMENT)\"" >&2; exit 1; }
APPROVAL = $(if $(filter 1,$(APPROVE)),-input=false -auto-approve)
ASKABLE = test '$(APPROVE)' = 1 -o -t 0 || { \
	echo "There is no terminal to approve this on. Run it in one, or say APPROVE=1." >&2; exit 1; }
TERRAFORM = . build/terraform.env && TF_DATA_DIR=$(abspath $(STATE_DIR))/terraform terraform -chdir=terraform
# Before it does anything, Terraform compares its 700 MB of provider with the lock, but for one that runs elsewhere.
# Who reads outputs needs none, and half a second less.
NO_PROVIDER = export TF_REATTACH_PROVIDERS='{"registry.terraform.io/hashicorp/aws": \
	{"Protocol": "grpc", "ProtocolVersion": 5, "Addr": {"Network": "unix", "String": "nowhere"}}}'
# The secret of the action's client is in it.
WRITE_OUTPUTS = umask 077; rm -f $(OUTPUTS); ($(NO_PROVIDER); $(TERRAFORM) output -json) > $(OUTPUTS)
PUT_LIVE = $(WRITE_OUTPUTS) && $(VENV_PYTHON) -m scripts.rollout $(OUTPUTS)
# A preview reads nothing but the state, and does not lock it: no secret, and nothing that another waits for.
PREVIEW_OPTIONS = $(if $(filter 1,$(PREVIEW)),-refresh=false -lock=false)
# As in the state, the secret of the action's client is in it too.
PLAN_FILE = $(abspath $(STATE_DIR))/plan.tfplan
MAKE_PLAN = umask 077; $(TERRAFORM) plan -input=false $(PREVIEW_OPTIONS) $(VARIABLES) -out=$(PLAN_FILE)
SHOW_PLAN = $(TERRAFORM) show -json $(PLAN_FILE)
READ_PLAN = $(SHOW_PLAN) | $(VENV_PYTHON) -m scripts.saved_plan
# A root and a state of their own.
GITHUB_TERRAFORM = . build/terraform.env && TF_DATA_DIR=$(abspath $(STATE_DIR))/github/terraform \
	terraform -chdir=terraform/patterns/github
# Validating and testing need providers, but neither state nor an account.
CHECK_TERRAFORM = . build/terraform.env && TF_DATA_DIR=$(abspath build/check)/terraform terraform -chdir=terraform
CHECK_GITHUB = . build/terraform.env && TF_DATA_DIR=$(abspath build/check)/github \
	terraform -chdir=terraform/patterns/github
# With a token in the environment or in the home directory it would upload what it finds, and it asks for
# its own newest version.
CHECKOV = env -i PATH="$$PATH" HOME=$(abspath build/checkov) CKV_SKIP_PACKAGE_UPDATE_CHECK=true \
	$(CHECKOV_VENV)/bin/checkov --config-file terraform/.checkov.yaml
INITIALISE = init -input=false -lockfile=readonly >/dev/null
TERRAFORM_SOURCES := $(wildcard terraform/*.tf terraform/.terraform.lock.hcl)

build/terraform.env: FORCE
	$(check_python)
	@$(PYTHON) scripts/terraform_environment.py $@

build/check/initialised: build/terraform.env $(TERRAFORM_SOURCES) $(wildcard terraform/tests/*.tftest.hcl) \
		$(wildcard terraform/patterns/github/*.tf terraform/*/*/terraform.tf terraform/*/*/examples/*/main.tf)
	@echo "Initialising Terraform for checks …"
	@$(CHECK_TERRAFORM) $(INITIALISE) -backend=false
	@$(CHECK_GITHUB) $(INITIALISE) -backend=false
	@touch $@

$(STATE_DIR)/backend.hcl: FORCE | build/terraform.env .venv/installed
	@$(KNOWN_ENVIRONMENT)
	@$(VENV_PYTHON) -m scripts.state_bucket configure $(PROJECT) $(ENVIRONMENT) terraform/$(VARIABLE_FILE) $@

$(STATE_DIR)/initialised: $(STATE_DIR)/backend.hcl build/terraform.env $(TERRAFORM_SOURCES)
	@echo "Initialising Terraform for $(ENVIRONMENT) …"
	@$(TERRAFORM) $(INITIALISE) -reconfigure -backend-config=$(abspath $<)
	@touch $@

$(STATE_DIR)/github/initialised: $(STATE_DIR)/backend.hcl build/terraform.env $(wildcard terraform/patterns/github/*.tf)
	@mkdir -p $(@D)
	@$(GITHUB_TERRAFORM) $(INITIALISE) -reconfigure -backend-config=$(abspath $<)
	@touch $@

$(OUTPUTS): $(STATE_DIR)/initialised FORCE
	@$(WRITE_OUTPUTS)
