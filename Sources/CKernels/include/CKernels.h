// Fused loops of the training iteration, compiled once per processor level and chosen at run time.
//
// Every kernel exists for float (CKFloatTable) and double (CKDoubleTable). Arrays are contiguous,
// row by row; a kernel's outputs never overlap its inputs unless it says "in place".
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CKSteps.h"

#pragma clang assume_nonnull begin

// Processor levels, weakest first. The portable level runs everywhere.
typedef enum { CKLevelPortable = 0, CKLevelAVX2 = 1, CKLevelAVX512 = 2 } CKLevel;

#define CK_DECLARE_TABLE(REAL, TABLE)                                                            \
  typedef struct {                                                                               \
    /* table[index[r]] += values[r] */                                                           \
    void (*scatter_rows)(ptrdiff_t rows, ptrdiff_t n, const int32_t *index, const REAL *values,  \
                         REAL *table);                                                           \
    /* sums[j] += sum_r values[r,j] */                                                           \
    void (*add_column_sums)(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t stride, const REAL *values,    \
                            REAL *sums);                                                         \
    /* logits (rows x classes) in place -> scale (softmax - onehot). losses[r] is -log softmax at */ \
    /* the target, in nats and unscaled; hits[r] is 1 where the first largest logit is the target.*/ \
    /* A target below 0 asks nothing: its row and its loss become 0 and hits[r] too. scratch      */ \
    /* holds (classes + 4) * 64 entries.                                                          */ \
    void (*softmax_cross_entropy)(ptrdiff_t rows, ptrdiff_t classes, ptrdiff_t stride,           \
                                  const int32_t *targets, REAL scale, REAL *logits,              \
                                  REAL *scratch, double *losses, uint8_t *hits);                 \
    /* Optimisers, in place on p and their state. */                                             \
    void (*step_sgd)(ptrdiff_t count, REAL rate, const REAL *g, REAL *p);                        \
    void (*step_nesterov)(ptrdiff_t count, REAL rate, REAL momentum, const REAL *g, REAL *p,     \
                          REAL *velocity);                                                       \
    void (*step_rmsprop)(ptrdiff_t count, REAL rate, REAL decay, REAL epsilon, const REAL *g,    \
                         REAL *p, REAL *mean_square);                                            \
    /* rate and epsilon arrive bias corrected. */                                                \
    void (*step_adam)(ptrdiff_t count, REAL rate, REAL beta1, REAL beta2, REAL epsilon,          \
                      const REAL *g, REAL *p, REAL *mean, REAL *mean_square);                    \
    /* y += a x */                                                                               \
    void (*add_scaled)(ptrdiff_t count, REAL a, const REAL *x, REAL *y);                         \
    /* The sum of squares, gathered in double. */                                                \
    double (*sum_of_squares)(ptrdiff_t count, const REAL *x);                                    \
    /* max |x|, or NaN if any entry is NaN. */                                                   \
    REAL (*max_magnitude)(ptrdiff_t count, const REAL *x);                                       \
    /* out[i,j] = a[i,j] s[j] */                                                                 \
    void (*scale_columns)(ptrdiff_t rows, ptrdiff_t n, const REAL *a, const REAL *s, REAL *out); \
    /* out[i] = sum_j a[i,j] b[i,j] */                                                           \
    void (*row_dots)(ptrdiff_t rows, ptrdiff_t n, const REAL *a, const REAL *b, REAL *out);      \
    void (*to_double)(ptrdiff_t count, const REAL *x, double *out);                              \
    void (*from_double)(ptrdiff_t count, const double *x, REAL *out);                            \
    /* out = scale (z diag(s) - diag(s) z') if is_left, else scale (diag(s) z - z' diag(s)); n x n, */ \
    /* exactly skew.                                                                              */ \
    void (*frame_skew)(ptrdiff_t n, int is_left, REAL scale, const REAL *z, const REAL *s,       \
                       REAL *out);                                                               \
    /* square comes in with k k' in its lower triangle and goes out whole; turn, in place: k ->   */ \
    /* -2 (k + square).                                                                           */ \
    void (*cayley_series)(ptrdiff_t n, REAL *square, REAL *turn);                                \
    /* y += x */                                                                                 \
    void (*add_to_double)(ptrdiff_t count, const REAL *x, double *y);                            \
  } TABLE;

CK_DECLARE_TABLE(float, CKFloatTable)
CK_DECLARE_TABLE(double, CKDoubleTable)
#undef CK_DECLARE_TABLE

// The kernels in use: the best level of this processor, or the level that the environment variable
// ORTHOSWEEP_KERNELS (portable, avx2, avx512) names, if the processor has it. Fixed at load time.
const CKFloatTable *ck_float(void);
const CKDoubleTable *ck_double(void);
CKLevel ck_level(void);

// The kernels of one level; null where this processor or build lacks it.
const CKStepTable *_Nullable ck_float_steps_at(CKLevel level);
const CKStepTable *_Nullable ck_double_steps_at(CKLevel level);
const CKFloatTable *_Nullable ck_float_at(CKLevel level);
const CKDoubleTable *_Nullable ck_double_at(CKLevel level);

// Zeros, at least `bytes` of them, at the start of a cache line, and on large pages where there are many
// and the system has such; for free(). Ends the process where there is no memory.
void *ck_allocate(size_t bytes);

#pragma clang assume_nonnull end

#endif
