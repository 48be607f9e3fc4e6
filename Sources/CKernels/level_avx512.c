// The kernels at level avx512: 32 registers of 64 bytes.
#if defined(__x86_64__)
#define LEVEL avx512
#define FLOAT_LANES 16
#define MOST_ROWS 10
#define HAS_RECIPROCAL 1
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#include "level.inc"
#pragma clang attribute pop
#endif
