// The kernels at level avx512.
#if defined(__x86_64__)
#include <math.h>
#include <string.h>

#include "levels.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#include "elementary.inc"

#define REAL float
#define BITS uint32_t
#define BITS_MAGNITUDE 0x7fffffffu
#define TANH tanh_float
#define EXP exp_float
#define LOG logf
#define SQRT sqrtf
#define TABLE CKFloatTable
#define NAME(kernel) kernel##_float
#define PUBLISHED ck_float_avx512
#include "kernels.inc"

#define REAL double
#define BITS uint64_t
#define BITS_MAGNITUDE 0x7fffffffffffffffu
#define TANH tanh
#define EXP exp
#define LOG log
#define SQRT sqrt
#define TABLE CKDoubleTable
#define NAME(kernel) kernel##_double
#define PUBLISHED ck_double_avx512
#include "kernels.inc"
#pragma clang attribute pop
#endif
