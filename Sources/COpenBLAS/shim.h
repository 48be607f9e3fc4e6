#pragma once

#include <cblas.h>
#include <stddef.h>

// LAPACK as Fortran has it (libopenblas carries no LAPACKE): everything by pointer, column by
// column, and for each character argument its length at the end.
#define ORTHOSWEEP_DECLARE_LAPACK(REAL, PREFIX)                                                   \
  void PREFIX##gesv_(const int *n, const int *nrhs, REAL *a, const int *lda, int *pivots, REAL *b, \
                     const int *ldb, int *info);                                                  \
  void PREFIX##geqrf_(const int *m, const int *n, REAL *a, const int *lda, REAL *tau, REAL *work,  \
                      const int *lwork, int *info);                                               \
  void PREFIX##orgqr_(const int *m, const int *n, const int *k, REAL *a, const int *lda,           \
                      const REAL *tau, REAL *work, const int *lwork, int *info);                  \
  void PREFIX##gesdd_(const char *job, const int *m, const int *n, REAL *a, const int *lda,        \
                      REAL *s, REAL *u, const int *ldu, REAL *vt, const int *ldvt, REAL *work,    \
                      const int *lwork, int *iwork, int *info, size_t job_length);

ORTHOSWEEP_DECLARE_LAPACK(float, s)
ORTHOSWEEP_DECLARE_LAPACK(double, d)
#undef ORTHOSWEEP_DECLARE_LAPACK
