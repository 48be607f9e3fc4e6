// Fused loops of the training iteration, compiled once per processor level and chosen at run time.
//
// Every kernel exists for float (CKFloatTable) and double (CKDoubleTable). Arrays are contiguous,
// row by row; a kernel's outputs never overlap its inputs unless it says "in place".
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Processor levels, weakest first. The portable level runs everywhere.
typedef enum { CKLevelPortable = 0, CKLevelAVX2 = 1, CKLevelAVX512 = 2 } CKLevel;

#define CK_DECLARE_TABLE(REAL, TABLE)                                                            \
  typedef struct {                                                                               \
    /* out[r] = bias + sum_k x[r,k] w[k]; x is rows x d, w is d x n, out is rows x n. */         \
    void (*fill_affine)(ptrdiff_t rows, ptrdiff_t d, ptrdiff_t n, const REAL *x, const REAL *w,  \
                        const REAL *bias, REAL *out);                                            \
    /* In place h = f(gain a); the answer is max |h|, or NaN if any entry is NaN. */             \
    REAL (*activate_identity)(ptrdiff_t count, REAL gain, REAL *values);                         \
    REAL (*activate_tanh)(ptrdiff_t count, REAL gain, REAL *values);                             \
    /* A negative pre-activation leaves -0.0 and a zero one +0.0, so the sign bit tells them */  \
    /* apart in the backward pass, where f' is 0 and 1/2. */                                     \
    REAL (*activate_relu)(ptrdiff_t count, REAL gain, REAL *values);                             \
    /* In place dL/dh -> clip(dL/dh gain f'(gain a), -clip, clip), f' read off the state h. */   \
    /* clip is infinity when off. */                                                             \
    void (*message_identity)(ptrdiff_t count, REAL gain, REAL clip, const REAL *states,          \
                             REAL *messages);                                                    \
    void (*message_tanh)(ptrdiff_t count, REAL gain, REAL clip, const REAL *states,              \
                         REAL *messages);                                                        \
    void (*message_relu)(ptrdiff_t count, REAL gain, REAL clip, const REAL *states,              \
                         REAL *messages);                                                        \
    /* sums[j] += sum_r values[r,j] */                                                           \
    void (*add_column_sums)(ptrdiff_t rows, ptrdiff_t n, const REAL *values, REAL *sums);        \
    /* w[k,j] += sum_r x[r,k] values[r,j]; for few inputs d. */                                  \
    void (*add_outer)(ptrdiff_t rows, ptrdiff_t d, ptrdiff_t n, const REAL *x,                   \
                      const REAL *values, REAL *w);                                              \
    /* logits (rows x classes) in place -> scale (softmax - onehot). Adds the number of rows */  \
    /* whose first largest logit is the target to *correct; the answer is -sum log softmax at */ \
    /* the targets, unscaled. scratch holds (classes + 4) * 64 entries. */                       \
    double (*softmax_cross_entropy)(ptrdiff_t rows, ptrdiff_t classes, const int32_t *targets,   \
                                    REAL scale, REAL *logits, REAL *scratch,                     \
                                    ptrdiff_t *correct);                                         \
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
    /* out = scale (a - a'), exactly skew; a is n x n. */                                        \
    void (*skew_part)(ptrdiff_t n, REAL scale, const REAL *a, REAL *out);                        \
    void (*to_double)(ptrdiff_t count, const REAL *x, double *out);                              \
    void (*from_double)(ptrdiff_t count, const double *x, REAL *out);                            \
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
const CKFloatTable *_Nullable ck_float_at(CKLevel level);
const CKDoubleTable *_Nullable ck_double_at(CKLevel level);

#pragma clang assume_nonnull end

#endif
