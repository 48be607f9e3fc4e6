// Child processes that must not outlive us. Each leads a process group of its own, so a terminal's
// Ctrl-C reaches only this program.
#define _GNU_SOURCE
#include "CBenchmark.h"

#include <signal.h>
#include <stdatomic.h>

// Two at once is the most that the benchmark has.
enum { capacity = 8 };
static atomic_int children[capacity];

static void end_all(int number) {
  for (int i = 0; i < capacity; i++) {
    const int child = atomic_load(&children[i]);
    if (child > 0) kill(-child, SIGKILL);
  }
  // SA_RESETHAND has put the default back: the signal ends us as soon as we return.
  raise(number);
}

void benchmark_end_children_with_us(void) {
  struct sigaction action = {.sa_handler = end_all, .sa_flags = SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
}

void benchmark_child_started(int child) {
  for (int i = 0; i < capacity; i++) {
    int none = 0;
    if (atomic_compare_exchange_strong(&children[i], &none, child)) return;
  }
}

void benchmark_child_ended(int child) {
  for (int i = 0; i < capacity; i++) {
    int known = child;
    if (atomic_compare_exchange_strong(&children[i], &known, 0)) return;
  }
}
