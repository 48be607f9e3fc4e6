// The tables that the level files define; null entries where a level is not built.
#include "CKernels.h"

extern const CKFloatTable ck_float_portable;
extern const CKDoubleTable ck_double_portable;
#if defined(__x86_64__)
extern const CKFloatTable ck_float_avx2, ck_float_avx512;
extern const CKDoubleTable ck_double_avx2, ck_double_avx512;
#endif
