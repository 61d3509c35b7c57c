# What one does with a checkout; `make help` lists it. The work is in scripts/.

# `make run ARGS="--process geth"`, `make bench ARGS="--only path"`
ARGS ?=
# Where no Ethereum client runs, `make run` starts a small workload to watch; OBSERVOOR_DEMO=0 does not.
OBSERVOOR_DEMO ?= 1
export OBSERVOOR_DEMO

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## compile, check and lay out everything, without running tests
	@scripts/build

.PHONY: run
run: ## install what is missing, build what has changed, start the agent (ARGS="...")
	@scripts/run $(ARGS)

.PHONY: test
test: ## all tests except those against programs of others
	@scripts/setup
	@scripts/run-tests

.PHONY: test-peers
test-peers: ## the tests against programs of others (geth, Prysm, pyarrow), which need Go and PyPI
	@scripts/setup
	@scripts/run-tests -Ppeers --projects integration-tests --also-make

.PHONY: test-kernels
test-kernels: ## the tests of every event on other kernels, in QEMU, with and without each kind of hook (long)
	@scripts/build
	@scripts/kernels/matrix

# The kernel of `make test-kernel`: a series of which Debian has releases.
KERNEL ?= 6.1

.PHONY: test-kernel
test-kernel: ## the same on one of them, with all hooks (KERNEL=6.1)
	@scripts/build
	@scripts/kernels/test --kernel $(KERNEL) $(ARGS)

.PHONY: bench
bench: ## measure what observoor costs, as root (ARGS="--only path")
	@scripts/bench $(ARGS)

.PHONY: bench-smoke
bench-smoke: ## each benchmark once and briefly, to see that it works
	@scripts/bench --smoke $(ARGS)

.PHONY: format
format: ## format the Java sources
	@./mvnw -q spotless:apply

.PHONY: migrations
migrations: ## write deploy/migrations anew from the declarations of the tables
	@scripts/migrations

.PHONY: clean
clean: ## delete everything that was built
	@./mvnw -q clean
