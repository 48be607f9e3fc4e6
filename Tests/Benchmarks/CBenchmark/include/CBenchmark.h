// What a benchmark needs of the machine: one core to itself, that core's limit, every heap allocation
// seen, and no child left behind.
#ifndef CBENCHMARK_H
#define CBENCHMARK_H

#include <stdint.h>

#pragma clang assume_nonnull begin

// Does `rounds` rounds of fused multiply-adds on registers and returns the floating-point operations
// that they were, two for each element of each multiply-add. One round is about 100 vectors.
int64_t benchmark_multiply_add(int64_t rounds);

// The vectors that it uses: "avx512", "avx2" or "portable", the widest that the processor has.
const char *benchmark_multiply_add_level(void);

// Whether heap allocations are counted here, found by making one: with glibc they are. Not to be
// called while they are counted.
int benchmark_counts_allocations(void);

// From start to stop, every malloc, calloc, realloc, posix_memalign and aligned_alloc of this
// process is counted, on all threads. The count goes on from one start to the next.
void benchmark_start_counting(void);
void benchmark_stop_counting(void);
int64_t benchmark_allocation_count(void);

// The cores that this process may use, in ascending order, at most `capacity` of them. Returns how
// many there are; 0 where the system does not say.
int benchmark_allowed_cores(int *cores, int capacity);

// Keeps this process on one core. Returns 0, or an errno value.
int benchmark_pin(int core);

// From now on, SIGINT, SIGTERM and SIGHUP end the children at work, each with its process group, and
// then this process.
void benchmark_end_children_with_us(void);
void benchmark_child_started(int child);
void benchmark_child_ended(int child);

#pragma clang assume_nonnull end

#endif
