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

// Activation functions, as indices into the tables.
typedef enum {
  CKActivationIdentity = 0,
  CKActivationTanh = 1,
  CKActivationReLU = 2,
  CKActivationPReLU = 3,
  CKActivationOPLU = 4,
  CKActivationModReLU = 5,
} CKActivation;
enum { CKActivationCount = 6 };

#define CK_DECLARE_TABLE(REAL, TABLE)                                                            \
  typedef struct {                                                                               \
    /* out[r] = bias + sum_k x[r,k] w[k]; x is rows x d, w is d x n, out is rows x n. */         \
    void (*fill_affine)(ptrdiff_t rows, ptrdiff_t d, ptrdiff_t n, const REAL *x, const REAL *w,  \
                        const REAL *bias, REAL *out);                                            \
    /* h = f(gain a), element-wise or in pairs; the answer is max |h|, or NaN if any entry is    */ \
    /* NaN. kept and h are rows x n. For identity, tanh and relu, a stands in h itself and kept   */ \
    /* is not read; the others read a from kept, which the backward pass needs. shape is the      */ \
    /* slope of prelu (one) or the offsets of modrelu (n), and not read by the others. A          */ \
    /* negative pre-activation of relu leaves -0.0 and a zero one +0.0, so the sign bit tells     */ \
    /* them apart in the backward pass, where f' is 0 and 1/2.                                    */ \
    REAL (*_Nonnull activate[CKActivationCount])(ptrdiff_t rows, ptrdiff_t n, REAL gain,                  \
                                        const REAL *shape, const REAL *kept, REAL *h);           \
    /* messages = clip(dL/dh gain f'(gain a), -clip, clip); clip is infinity when off. kept is h  */ \
    /* for identity, tanh and relu, and a for the others. Adds dL/dshape to shape_gradient,       */ \
    /* which sees dL/dh before the clip. messages may be gradient itself.                         */ \
    void (*_Nonnull message[CKActivationCount])(ptrdiff_t rows, ptrdiff_t n, REAL gain, REAL clip,        \
                                       const REAL *shape, const REAL *kept, const REAL *gradient,\
                                       REAL *messages, REAL *shape_gradient);                    \
    /* One step of a peephole LSTM. gates (rows x 4n: input, forget, candidate, output) come in   */ \
    /* as pre-activations without peephole terms and go out as i, f, g, o; peepholes is 3 x n     */ \
    /* (i, f, o). The answer is max |h| as above. About 40 flops and 5 transcendentals an entry.  */ \
    REAL (*lstm_forward)(ptrdiff_t rows, ptrdiff_t n, const REAL *peepholes,                     \
                         const REAL *cell_before, REAL *gates, REAL *cell_after, REAL *h);       \
    /* The same step backwards: from dL/dh and dL/dc (in place: after -> before the step) to the  */ \
    /* messages dL/d(gates' pre-activations), clipped; adds to peephole_gradient (3 x n), which   */ \
    /* sees the gradients before the clip, as the cell does.                                      */ \
    void (*lstm_backward)(ptrdiff_t rows, ptrdiff_t n, REAL clip, const REAL *peepholes,         \
                          const REAL *cell_before, const REAL *cell_after, const REAL *gates,    \
                          const REAL *gradient, REAL *cell_gradient, REAL *messages,             \
                          REAL *peephole_gradient);                                              \
    /* out[r] = table[index[r]]; table has n columns. */                                         \
    void (*gather_rows)(ptrdiff_t rows, ptrdiff_t n, const int32_t *index, const REAL *table,    \
                        REAL *out);                                                              \
    /* table[index[r]] += values[r] */                                                           \
    void (*scatter_rows)(ptrdiff_t rows, ptrdiff_t n, const int32_t *index, const REAL *values,  \
                         REAL *table);                                                           \
    /* sums[j] += sum_r values[r,j] */                                                           \
    void (*add_column_sums)(ptrdiff_t rows, ptrdiff_t n, const REAL *values, REAL *sums);        \
    /* w[k,j] += sum_r x[r,k] values[r,j]; for few inputs d. */                                  \
    void (*add_outer)(ptrdiff_t rows, ptrdiff_t d, ptrdiff_t n, const REAL *x,                   \
                      const REAL *values, REAL *w);                                              \
    /* logits (rows x classes) in place -> scale (softmax - onehot). losses[r] is -log softmax at */ \
    /* the target, in nats and unscaled; hits[r] is 1 where the first largest logit is the target.*/ \
    /* A target below 0 asks nothing: its row and its loss become 0 and hits[r] too. scratch      */ \
    /* holds (classes + 4) * 64 entries.                                                          */ \
    void (*softmax_cross_entropy)(ptrdiff_t rows, ptrdiff_t classes, const int32_t *targets,     \
                                  REAL scale, REAL *logits, REAL *scratch, double *losses,       \
                                  uint8_t *hits);                                                \
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
