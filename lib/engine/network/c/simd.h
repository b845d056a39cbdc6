// Vectors of four 32-bit floats, and how threads share work.
#pragma once
#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
typedef v128_t Vec;

#define LOAD wasm_v128_load
#define STORE wasm_v128_store
#define ADD wasm_f32x4_add
#define SUB wasm_f32x4_sub
#define ZERO wasm_f32x4_const_splat(0)
#ifdef __wasm_relaxed_simd__
// One rounding where the processor has fused multiply-add, else two.
#define MULTIPLY_ADD(a, b, c) wasm_f32x4_relaxed_madd(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ADD(c, wasm_f32x4_mul(a, b))
#endif

// max(v, 0), and NaN stays NaN: pmin and pmax choose by one comparison, pmax(v, 0) = v < 0 ? 0 : v.
#define RELU(v) wasm_f32x4_pmax(v, ZERO)
// v where y > 0, else 0.
#define WHERE_POSITIVE(v, y) wasm_v128_and(v, wasm_f32x4_gt(y, ZERO))

// Which thread this is, of how many. Every number is computed by one thread, in an order that does not depend on how many there are.
typedef struct {
  int index, count;
} Thread;

typedef struct {
  int from, to;
} Range;

// The thread's part of 0 … n−1, in whole groups of `group`.
INLINE Range part(int n, int group, Thread thread) {
  int groups = (n + group - 1) / group;
  Range range = {groups * thread.index / thread.count * group, groups * (thread.index + 1) / thread.count * group};
  if (range.to > n) range.to = n;
  return range;
}

INLINE int min(int a, int b) { return a < b ? a : b; }
INLINE int max(int a, int b) { return a > b ? a : b; }
