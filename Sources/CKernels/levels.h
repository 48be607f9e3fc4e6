// The tables that the level files define.
#ifndef LEVELS_H
#define LEVELS_H

#include "CKernels.h"

#define DECLARE_LEVEL(LEVEL)                    \
  extern const CKFloatTable ck_float_##LEVEL;   \
  extern const CKDoubleTable ck_double_##LEVEL; \
  extern const CKStepTable ck_float_steps_##LEVEL, ck_double_steps_##LEVEL;

DECLARE_LEVEL(portable)
#if defined(__x86_64__)
DECLARE_LEVEL(avx2)
DECLARE_LEVEL(avx512)
#endif

#endif
