// Chooses the kernels once, when the library is loaded: no lock and no state that changes later.
#include "levels.h"

#include <stdlib.h>
#include <string.h>

// One level's tables.
typedef struct {
  const CKFloatTable *of_float;
  const CKDoubleTable *of_double;
  const CKStepTable *float_steps, *double_steps;
} Level;

#define TABLES(LEVEL) \
  {&ck_float_##LEVEL, &ck_double_##LEVEL, &ck_float_steps_##LEVEL, &ck_double_steps_##LEVEL}
static const Level levels[] = {
  TABLES(portable),
#if defined(__x86_64__)
  TABLES(avx2),
  TABLES(avx512),
#endif
};

static CKLevel selected = CKLevelPortable;

static int is_supported(CKLevel level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (level) {
    case CKLevelPortable:
      return 1;
    case CKLevelAVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case CKLevelAVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  }
  return 0;
#else
  return level == CKLevelPortable;
#endif
}

const CKFloatTable *ck_float_at(CKLevel level) {
  return is_supported(level) ? levels[level].of_float : NULL;
}

const CKDoubleTable *ck_double_at(CKLevel level) {
  return is_supported(level) ? levels[level].of_double : NULL;
}

const CKStepTable *ck_float_steps_at(CKLevel level) {
  return is_supported(level) ? levels[level].float_steps : NULL;
}

const CKStepTable *ck_double_steps_at(CKLevel level) {
  return is_supported(level) ? levels[level].double_steps : NULL;
}

__attribute__((constructor)) static void select_level(void) {
  static const char *const names[] = {"portable", "avx2", "avx512"};
  const char *wish = getenv("ORTHOSWEEP_KERNELS");
  for (int level = CKLevelPortable; level <= CKLevelAVX512; level++) {
    if (!is_supported((CKLevel)level)) continue;
    selected = (CKLevel)level;
    if (wish && strcmp(wish, names[level]) == 0) break;
  }
}

const CKFloatTable *ck_float(void) { return levels[selected].of_float; }
const CKDoubleTable *ck_double(void) { return levels[selected].of_double; }
const CKStepTable *ck_float_steps(void) { return levels[selected].float_steps; }
const CKStepTable *ck_double_steps(void) { return levels[selected].double_steps; }
CKLevel ck_level(void) { return selected; }
