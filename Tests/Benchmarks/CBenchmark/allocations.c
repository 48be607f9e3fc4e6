// Stands before glibc's allocator and counts, while it is told to.
//
// The program's own definitions win over the library's, for the library's own calls too. They must
// work before any constructor has run and on every thread, so they are nothing but two atomics.
#include "CBenchmark.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static atomic_int is_counting;
static atomic_llong allocations;

void benchmark_start_counting(void) { atomic_store(&is_counting, 1); }
void benchmark_stop_counting(void) { atomic_store(&is_counting, 0); }
int64_t benchmark_allocation_count(void) { return atomic_load(&allocations); }

#if defined(__GLIBC__)
#include <errno.h>

// The same allocator under its inner names, which glibc exports and no header declares.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void count(void) {
  if (atomic_load_explicit(&is_counting, memory_order_relaxed))
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
  count();
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  count();
  void *found = __libc_memalign(alignment, size);
  if (!found) return ENOMEM;
  *block = found;
  return 0;
}
#endif

int benchmark_counts_allocations(void) {
  // A library's own allocation; volatile, so that the compiler does not see that nobody reads it.
  static char *volatile copy;
  const int64_t before = benchmark_allocation_count();
  benchmark_start_counting();
  copy = strdup("an allocation");
  benchmark_stop_counting();
  free(copy);
  return atomic_exchange(&allocations, before) > before;
}
