// The attainable float32 speed of one core: independent chains of multiply-adds on registers.
#include "CBenchmark.h"

// A multiply-add takes 4 or 5 cycles and two start in each: 8 to 10 chains keep the units busy.
enum { chains = 12, repeats = 8 };

static volatile float start_factor = 0.999f, start_term = 0.001f;
static volatile float sink;

// The chains go to term / (1 - factor) = 1, so no number becomes tiny and slow.
#define MULTIPLY_ADD(NAME, ATTRIBUTES, BYTES)                                                  \
  ATTRIBUTES static int64_t NAME(int64_t rounds) {                                             \
    typedef float vector __attribute__((vector_size(BYTES)));                                  \
    const vector factor = (vector){0} + start_factor, term = (vector){0} + start_term;         \
    vector chain[chains];                                                                      \
    for (int i = 0; i < chains; i++) chain[i] = term * (float)i;                               \
    for (int64_t round = 0; round < rounds; round++) {                                         \
      _Pragma("clang loop unroll(full)") for (int repeat = 0; repeat < repeats; repeat++) {    \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < chains; i++)                    \
          chain[i] = chain[i] * factor + term;                                                 \
      }                                                                                        \
    }                                                                                          \
    vector sum = chain[0];                                                                     \
    for (int i = 1; i < chains; i++) sum += chain[i];                                          \
    sink = sum[0];                                                                             \
    return rounds * repeats * chains * 2 * (int64_t)(BYTES / sizeof(float));                   \
  }

MULTIPLY_ADD(multiply_add_portable, , 16)

#if defined(__x86_64__)
MULTIPLY_ADD(multiply_add_avx2, __attribute__((target("avx2,fma"))), 32)
MULTIPLY_ADD(multiply_add_avx512, __attribute__((target("avx512f"))), 64)

static int has_avx512(void) { return __builtin_cpu_supports("avx512f"); }
static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif

int64_t benchmark_multiply_add(int64_t rounds) {
#if defined(__x86_64__)
  if (has_avx512()) return multiply_add_avx512(rounds);
  if (has_avx2()) return multiply_add_avx2(rounds);
#endif
  return multiply_add_portable(rounds);
}

const char *benchmark_multiply_add_level(void) {
#if defined(__x86_64__)
  if (has_avx512()) return "avx512";
  if (has_avx2()) return "avx2";
#endif
  return "portable";
}
