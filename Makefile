# Two commands do everything on a fresh machine: `make quickstart` and `make test`.
# Tests have a build folder of their own, because they are compiled with testing enabled and the
# programs with the Swift runtime inside; sharing one would compile everything anew each time.

SWIFT ?= swift
PROGRAMS = .build/release/orthosweep
BENCHMARKS = .build/release/Benchmarks
SOURCES = Package.swift Sources Tests

TESTING = -c release -Xswiftc -enable-testing --disable-xctest --scratch-path .build-tests
# What computes: run once more with the kernels of each level that the processor has.
NUMERIC_SUITES = 'ReferenceTests|RecurrentNetsTests|OptimizationTests|TrainingTests|KernelLevelTests'

.DEFAULT_GOAL := help
.PHONY: help quickstart build test bench bench-peers bench-quick benchmarks lint format dependencies clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

quickstart: build ## Install what is missing, build, run a real sweep (3 minutes), print its table
	$(PROGRAMS) run sweeps/quickstart.yaml

build: dependencies ## Build both programs, optimised, with the Swift runtime linked statically
	$(SWIFT) build -c release --static-swift-stdlib -Xlinker -s --product orthornn
	$(SWIFT) build -c release --static-swift-stdlib -Xlinker -s --product orthosweep

test: dependencies ## Install what is missing, then run all tests, optimised
	OPENBLAS_NUM_THREADS=1 $(SWIFT) test $(TESTING)
	for level in portable avx2 avx512; do \
	  ORTHOSWEEP_KERNELS=$$level OPENBLAS_NUM_THREADS=1 $(SWIFT) test $(TESTING) --skip-build \
	    --filter $(NUMERIC_SUITES) || exit 1; \
	done

bench: benchmarks ## Time the training engine against its goals (3 minutes); ARGUMENTS="--only smnist" and so on
	$(BENCHMARKS) $(ARGUMENTS)

bench-peers: benchmarks ## The same against JAX and PyTorch, in a Python environment under .build (6 GB, 8 minutes)
	$(BENCHMARKS) --peers $(ARGUMENTS)

bench-quick: benchmarks ## A part of it, in fewer rounds (1 minute)
	$(BENCHMARKS) --quick $(ARGUMENTS)

benchmarks: dependencies
	$(SWIFT) build -c release --static-swift-stdlib --product Benchmarks

lint: ## Check the style of every Swift file
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

format: ## Lay out every Swift file as the style asks
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

dependencies: ## Install the packages that the build needs, if they are missing
	@.ci/dependencies

clean: ## Remove what was built; results stay
	rm -rf .build .build-tests
