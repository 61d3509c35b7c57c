# The tasks of a checkout; `make help` lists them. The work is in scripts/.

# `make run ARGS="--process geth"`, `make bench ARGS="--only path"`
ARGS ?=
# If no Ethereum client runs, `make run` starts a small workload and watches it; OBSERVOOR_DEMO=0 turns that off.
OBSERVOOR_DEMO ?= 1
export OBSERVOOR_DEMO

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## compile, check and package everything, without running tests
	@scripts/build

.PHONY: run
run: ## install missing packages, build what changed, start the agent (ARGS="...")
	@scripts/run $(ARGS)

.PHONY: test
test: ## run all tests, except those against other programs
	@scripts/setup
	@scripts/run-tests

.PHONY: test-peers
test-peers: ## run the tests against other programs (geth, Prysm, pyarrow), which need Go and PyPI
	@scripts/setup
	@scripts/run-tests -Ppeers --projects integration-tests --also-make

.PHONY: test-kernels
test-kernels: ## run the event tests on other kernels in QEMU, with and without each kind of hook (long)
	@scripts/build
	@scripts/kernels/matrix

# The kernel of `make test-kernel`: a series that Debian releases.
KERNEL ?= 6.1

.PHONY: test-kernel
test-kernel: ## run the event tests on one other kernel, with all hooks (KERNEL=6.1)
	@scripts/build
	@scripts/kernels/test --kernel $(KERNEL) $(ARGS)

.PHONY: bench
bench: ## measure what observoor costs, as root (ARGS="--only path")
	@scripts/bench $(ARGS)

.PHONY: bench-smoke
bench-smoke: ## run each benchmark once and briefly, to check that it works
	@scripts/bench --smoke $(ARGS)

.PHONY: format
format: ## format the Java sources
	@./mvnw -q spotless:apply

.PHONY: migrations
migrations: ## generate deploy/migrations from the declarations of the tables
	@scripts/migrations

.PHONY: clean
clean: ## delete everything that was built
	@./mvnw -q clean
