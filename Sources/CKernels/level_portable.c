// The kernels at level portable.
#include <math.h>
#include <string.h>

#include "levels.h"

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
#define PUBLISHED ck_float_portable
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
#define PUBLISHED ck_double_portable
#include "kernels.inc"
