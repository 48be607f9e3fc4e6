// The steps of a recurrence, and the products they are made of: where a training spends its time.
//
// The same tables serve float and double: `void` stands for the table's number type, REAL below.
// States, gates and messages are stored row by row in buffers of the engine's own, padded so that
// whole vectors can be loaded and stored: their widths are multiples of CK_WIDTH, their strides at
// least as large, and what lies behind a row's columns is zero or not read. Strides are in entries.
//
// The floor of all of them is the processor's rate of multiply-adds: 2 rows width inner operations.
// `make bench` measures how near they come.
#ifndef CKSTEPS_H
#define CKSTEPS_H

#include <stddef.h>
#include <stdint.h>

#include "CKActivation.h"

#pragma clang assume_nonnull begin

// Every padded width is a multiple of this: the entries of the longest vector.
enum { CK_WIDTH = 16 };

// left times a packed matrix; left is rows x inner. A term of inner 0 is none, its pointers not read.
typedef struct {
  ptrdiff_t inner;
  const void *_Nullable left;
  ptrdiff_t left_stride;
  const void *_Nullable panels;
} CKTerm;

// out[r] = start[r] + left_0[r] panels_0 + left_1[r] panels_1, for `rows` rows of `width` columns.
// start[r] is row r, or row index[r], of `start`: one table row for each, the same row where
// start_stride is 0, nothing where start is null.
typedef struct {
  ptrdiff_t rows, width;
  const void *_Nullable start;
  ptrdiff_t start_stride;
  const int32_t *_Nullable index;
  CKTerm terms[2];
  void *_Nullable out;
  ptrdiff_t out_stride;
} CKAffine;

// f of a plain cell: `shape` is the slope of prelu (one entry) or the offsets of modrelu (columns
// entries), and not read for the others.
typedef struct {
  CKActivation function;
  ptrdiff_t columns;
  double gain;
  const void *shape;
} CKPlainCell;

typedef struct {
  // a -> h itself for identity, tanh and relu; for the others a -> affine.out, which backward needs.
  CKAffine affine;
  CKPlainCell cell;
  void *h;
  ptrdiff_t h_stride;
} CKForward;

typedef struct {
  // dL/dh -> nowhere: it lives in registers and in the first cache only.
  CKAffine affine;
  CKPlainCell cell;
  double clip;       // infinite when off
  const void *kept;  // h for identity, tanh and relu, a for the others
  ptrdiff_t kept_stride;
  void *messages;  // gets clip(dL/dh gain f'(gain a), -clip, clip)
  ptrdiff_t messages_stride;
  void *shape_gradient;  // gets dL/dshape added, which sees dL/dh before the clip
} CKBackward;

// A peephole LSTM. Gates and messages hold i, f, g, o in four blocks of `units` columns, which is a
// multiple of CK_WIDTH; peepholes are w_i, w_f, w_o, one row of `units` each.
typedef struct {
  CKAffine affine;  // a -> gates, as pre-activations without peephole terms, and then as gates
  ptrdiff_t units;
  const void *peepholes;
  ptrdiff_t peephole_stride;
  const void *cell_before;
  void *cell_after;
  void *h;
  ptrdiff_t stride;  // of cells and h
} CKForwardLSTM;

typedef struct {
  CKAffine affine;  // dL/dh -> nowhere
  ptrdiff_t units;
  double clip;
  const void *peepholes;
  ptrdiff_t peephole_stride;  // of peepholes and of peephole_gradient
  const void *cell_before;
  const void *cell_after;
  void *cell_gradient;  // dL/dc, in place: after the step -> before it
  ptrdiff_t stride;     // of the cells and of cell_gradient
  const void *gates;
  ptrdiff_t gates_stride;
  void *messages;  // dL/d(the gates' pre-activations), clipped
  ptrdiff_t messages_stride;
  void *peephole_gradient;  // 3 rows; gets its part added, before the clip
} CKBackwardLSTM;

// op(left) op(right): left's entry (i, k) is at i left_row + k left_inner, right's entry (k, j) at
// k right_inner + j right_column.
typedef struct {
  ptrdiff_t rows, columns, inner;
  const void *left;
  ptrdiff_t left_row, left_inner;
  const void *right;
  ptrdiff_t right_inner, right_column;
  void *out;
  ptrdiff_t out_stride;
  // Whether only the lower triangle of out is asked for: what stands above may be written or not.
  int is_lower;
} CKProduct;

typedef struct {
  // Packs a matrix of inner x columns, entry (k, j) at k row_stride + j column_stride, for `affine`: as
  // the rows from `first` on of a packed matrix of `whole` rows. Columns are padded to a multiple of
  // CK_WIDTH by zeros; rows that no call writes are the caller's. out holds whole padded(columns)
  // entries. Moves memory only: 2 inner columns entries.
  void (*pack)(ptrdiff_t inner, ptrdiff_t columns, const void *source, ptrdiff_t row_stride,
               ptrdiff_t column_stride, ptrdiff_t first, ptrdiff_t whole, void *out);
  void (*affine)(const CKAffine *step);
  // The answers are max |h|, NaN if there is a NaN.
  double (*forward)(const CKForward *step);
  void (*backward)(const CKBackward *step);
  // Besides the product about 40 operations and 5 transcendentals for each unit of each row.
  double (*forward_lstm)(const CKForwardLSTM *step);
  void (*backward_lstm)(const CKBackwardLSTM *step);
  // out = beta out + alpha left right; with beta 0, out is not read. Packs 256 rows of `right` at a
  // time on the stack.
  void (*multiply)(const CKProduct *product, double alpha, double beta);
  // out += left right, right being read where it stands: its rows are contiguous and padded to
  // CK_WIDTH. For the gradient of weights: left is read by columns.
  void (*add_product)(const CKProduct *product);
} CKStepTable;

// The tables in use, as ck_float and ck_double.
const CKStepTable *ck_float_steps(void);
const CKStepTable *ck_double_steps(void);

// The entries that `columns` take in a padded row: the next multiple of CK_WIDTH.
static inline ptrdiff_t ck_padded(ptrdiff_t columns) {
  return (columns + CK_WIDTH - 1) / CK_WIDTH * CK_WIDTH;
}

#pragma clang assume_nonnull end

#endif
