#define _GNU_SOURCE
#include "CBenchmark.h"

#include <errno.h>

#if defined(__linux__)
#include <sched.h>

int benchmark_allowed_cores(int *cores, int capacity) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 0;
  int found = 0;
  for (int core = 0; core < CPU_SETSIZE && found < capacity; core++)
    if (CPU_ISSET(core, &set)) cores[found++] = core;
  return found;
}

int benchmark_pin(int core) {
  if (core < 0 || core >= CPU_SETSIZE) return EINVAL;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : errno;
}
#else
int benchmark_allowed_cores(int *cores, int capacity) {
  (void)cores;
  (void)capacity;
  return 0;
}

int benchmark_pin(int core) {
  (void)core;
  return ENOSYS;
}
#endif
