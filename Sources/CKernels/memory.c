// Memory for the rows that the steps go through.
#include "CKernels.h"

#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

enum { line = 64, huge_page = 2 << 20 };

void *ck_allocate(size_t bytes) {
  // A sequence's states are read from end to end: on pages of 4 KiB, looking up their addresses costs
  // 2 % of an iteration.
  const size_t unit = bytes >= 2 * huge_page ? huge_page : line;
  const size_t whole = (bytes / unit + 1) * unit;
  void *memory = aligned_alloc(unit, whole);
  if (!memory) abort();
#if defined(__linux__)
  if (unit == huge_page) madvise(memory, whole, MADV_HUGEPAGE);
#endif
  memset(memory, 0, whole);
  return memory;
}
