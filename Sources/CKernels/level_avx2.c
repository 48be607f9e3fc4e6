// The kernels at level avx2: 16 registers of 32 bytes.
#if defined(__x86_64__)
#define LEVEL avx2
#define FLOAT_LANES 8
#define MOST_ROWS 5
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "level.inc"
#pragma clang attribute pop
#endif
