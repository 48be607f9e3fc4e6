// Chooses the kernels once, when the library is loaded: no lock and no state that changes later.
#include "levels.h"

#include <stdlib.h>
#include <string.h>

static CKLevel selected = CKLevelPortable;
static const CKFloatTable *selected_float = &ck_float_portable;
static const CKDoubleTable *selected_double = &ck_double_portable;

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
  if (!is_supported(level)) return NULL;
#if defined(__x86_64__)
  if (level == CKLevelAVX512) return &ck_float_avx512;
  if (level == CKLevelAVX2) return &ck_float_avx2;
#endif
  return &ck_float_portable;
}

const CKDoubleTable *ck_double_at(CKLevel level) {
  if (!is_supported(level)) return NULL;
#if defined(__x86_64__)
  if (level == CKLevelAVX512) return &ck_double_avx512;
  if (level == CKLevelAVX2) return &ck_double_avx2;
#endif
  return &ck_double_portable;
}

__attribute__((constructor)) static void select_level(void) {
  static const char *const names[] = {"portable", "avx2", "avx512"};
  const char *wish = getenv("ORTHOSWEEP_KERNELS");
  for (int level = CKLevelPortable; level <= CKLevelAVX512; level++) {
    if (!is_supported((CKLevel)level)) continue;
    selected = (CKLevel)level;
    if (wish && strcmp(wish, names[level]) == 0) break;
  }
  selected_float = ck_float_at(selected);
  selected_double = ck_double_at(selected);
}

const CKFloatTable *ck_float(void) { return selected_float; }
const CKDoubleTable *ck_double(void) { return selected_double; }
CKLevel ck_level(void) { return selected; }
