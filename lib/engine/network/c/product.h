// Matrix products: out [M,N] = finish(in [M,K] · b [K,N]).
//
// b is packed into panels of 8 columns, so that the inner loop reads it in order: panel p holds b[k][8p … 8p+7] for k = 0 … K−1.
#pragma once
#include "simd.h"

// What becomes of a sum before it is stored. Each pointer may be 0; each has its own distance between rows, in floats.
typedef struct {
  const float *bias; // [N], added
  const float *add;  // added
  const float *mask; // 0 where this is not positive
  float *out;
  int addStride, maskStride, outStride;
  int relu;
} Finish;

INLINE void finish(Vec sum, const Finish *f, int row, int column) {
  if (f->bias) sum = ADD(sum, LOAD(f->bias + column));
  if (f->add) sum = ADD(sum, LOAD(f->add + row * f->addStride + column));
  if (f->relu) sum = RELU(sum);
  if (f->mask) sum = WHERE_POSITIVE(sum, LOAD(f->mask + row * f->maskStride + column));
  STORE(f->out + row * f->outStride + column, sum);
}

// Sums of 4 rows by 8 columns: eight registers, two for the panel, one for a row's number. One step of k in each turn of the
// loop: with more, V8 would spill its 16 registers.
typedef struct {
  Vec left[4], right[4];
} Tile;

INLINE Tile multiply(const float *row0, const float *row1, const float *row2, const float *row3, int step, const float *panel,
                     int K) {
  Vec a0 = ZERO, a1 = ZERO, b0 = ZERO, b1 = ZERO, c0 = ZERO, c1 = ZERO, d0 = ZERO, d1 = ZERO;
  const float *end = panel + K * 8;
#pragma clang loop unroll(disable)
  while (panel != end) {
    Vec left = LOAD(panel), right = LOAD(panel + 4);
    panel += 8;
    Vec a = wasm_v128_load32_splat(row0);
    row0 += step;
    a0 = MULTIPLY_ADD(a, left, a0);
    a1 = MULTIPLY_ADD(a, right, a1);
    Vec b = wasm_v128_load32_splat(row1);
    row1 += step;
    b0 = MULTIPLY_ADD(b, left, b0);
    b1 = MULTIPLY_ADD(b, right, b1);
    Vec c = wasm_v128_load32_splat(row2);
    row2 += step;
    c0 = MULTIPLY_ADD(c, left, c0);
    c1 = MULTIPLY_ADD(c, right, c1);
    Vec d = wasm_v128_load32_splat(row3);
    row3 += step;
    d0 = MULTIPLY_ADD(d, left, d0);
    d1 = MULTIPLY_ADD(d, right, d1);
  }
  Tile tile = {{a0, b0, c0, d0}, {a1, b1, c1, d1}};
  return tile;
}

typedef struct {
  const float *in;
  int rowStride; // floats from a row of `in` to the next
  int M, K, N;   // N: a multiple of 8
  const float *b;
  Finish finish;
} Product;

#define FLOATS_IN_CACHE 6144 // rows of `in` that stay in the first-level cache while the panels pass by

static void product(const Product *p, Thread thread) {
  Range rows = part(p->M, 4, thread);
  int block = max(4, FLOATS_IN_CACHE / p->K & ~3);
  for (int start = rows.from; start < rows.to; start += block) {
    int stop = min(start + block, rows.to);
    for (int n = 0; n < p->N; n += 8) {
      for (int m = start; m < stop; m += 4) {
        int count = min(4, p->M - m);
        const float *in = p->in + m * p->rowStride;
        // Beyond the last row the first one is read again, and not stored.
        int second = count > 1 ? p->rowStride : 0, third = count > 2 ? 2 * p->rowStride : 0, fourth = count > 3 ? 3 * p->rowStride : 0;
        Tile tile = multiply(in, in + second, in + third, in + fourth, 1, p->b + n * p->K, p->K);
        for (int r = 0; r < count; r++) {
          finish(tile.left[r], &p->finish, m + r, n);
          finish(tile.right[r], &p->finish, m + r, n + 4);
        }
      }
    }
  }
}

typedef struct {
  const float *from;
  int rowStride, columnStride; // b[k][n] = from[k · rowStride + n · columnStride]
  int K, N;
  const int *rows; // b's row k comes from row rows[k]; 0: in order
  float *to;       // N rounded up to panels, the rest 0
} Pack;

static void pack(const Pack *p, Thread thread) {
  Range columns = part((p->N + 7) & ~7, 8, thread);
  for (int n = columns.from; n < columns.to; n += 8) {
    float *to = p->to + n * p->K;
    for (int k = 0; k < p->K; k++) {
      const float *from = p->from + (p->rows ? p->rows[k] : k) * p->rowStride;
      for (int i = 0; i < 8; i++) *to++ = n + i < p->N ? from[(n + i) * p->columnStride] : 0;
    }
  }
}
