// 3×3 convolutions of stride 1 and padding 1 by Winograd's F(2×2, 3×3) (Lavin and Gray 2015, arXiv:1509.09308, section 4.1):
// 16 multiplications in place of 36 for each tile of 2×2 outputs.
#pragma once
#include "product.h"

typedef struct {
  const float *from; // [N,K,3,3], or with `turned` [K,N,3,3]
  int K, N;
  int turned; // by 180°, channels exchanged: the filter of the gradient
  float *to;  // 16 matrices [K,N], each packed into panels
} PackWinograd;

// U = G g Gᵀ
static void packWinograd(const PackWinograd *p, Thread thread) {
  int kStride = p->turned ? p->N * 9 : 9, nStride = p->turned ? 9 : p->K * 9;
  Range columns = part(p->N, 8, thread);
  for (int n = columns.from; n < columns.to; n++) {
    for (int k = 0; k < p->K; k++) {
      const float *from = p->from + k * kStride + n * nStride;
      double t[4][3];
      for (int x = 0; x < 3; x++) {
        double g[3];
        for (int y = 0; y < 3; y++) g[y] = from[p->turned ? 8 - (3 * y + x) : 3 * y + x];
        t[0][x] = g[0];
        t[1][x] = (g[0] + g[1] + g[2]) / 2;
        t[2][x] = (g[0] - g[1] + g[2]) / 2;
        t[3][x] = g[2];
      }
      float *to = p->to + (n & ~7) * p->K + k * 8 + (n & 7);
      int size = p->K * p->N;
      for (int y = 0; y < 4; y++) {
        to[(4 * y + 0) * size] = (float)t[y][0];
        to[(4 * y + 1) * size] = (float)((t[y][0] + t[y][1] + t[y][2]) / 2);
        to[(4 * y + 2) * size] = (float)((t[y][0] - t[y][1] + t[y][2]) / 2);
        to[(4 * y + 3) * size] = (float)t[y][2];
      }
    }
  }
}

typedef struct {
  const float *in; // [H,W] pixels of K channels
  int pixelStride; // floats from a pixel of `in` to the next
  int H, W, K, N;  // K: a multiple of 4, N: of 8
  const float *filter;
  Finish finish; // rows are pixels
  float *scratch;
  int tilesAtOnce;      // a multiple of 4
  int scratchPerThread; // in floats: 16 · tilesAtOnce · (K + N) + K, the last K zeros, for what lies outside
} Winograd;

// V = Bᵀ d B, for one tile and all channels.
INLINE void transformInput(const Winograd *w, int tileY, int tileX, float *to, int distance, const float *zeros) {
  const float *pixel[4][4];
  for (int y = 0; y < 4; y++) {
    for (int x = 0; x < 4; x++) {
      int inY = 2 * tileY - 1 + y, inX = 2 * tileX - 1 + x;
      int inside = inY >= 0 && inY < w->H && inX >= 0 && inX < w->W;
      pixel[y][x] = inside ? w->in + (inY * w->W + inX) * w->pixelStride : zeros;
    }
  }
  for (int k = 0; k < w->K; k += 4) {
    Vec t[4][4];
    for (int x = 0; x < 4; x++) {
      Vec d0 = LOAD(pixel[0][x] + k), d1 = LOAD(pixel[1][x] + k), d2 = LOAD(pixel[2][x] + k), d3 = LOAD(pixel[3][x] + k);
      t[0][x] = SUB(d0, d2);
      t[1][x] = ADD(d1, d2);
      t[2][x] = SUB(d2, d1);
      t[3][x] = SUB(d1, d3);
    }
    for (int y = 0; y < 4; y++) {
      float *row = to + 4 * y * distance + k;
      STORE(row, SUB(t[y][0], t[y][2]));
      STORE(row + distance, ADD(t[y][1], t[y][2]));
      STORE(row + 2 * distance, SUB(t[y][2], t[y][1]));
      STORE(row + 3 * distance, SUB(t[y][1], t[y][3]));
    }
  }
}

// Y = Aᵀ m A, for one tile and all channels.
INLINE void transformOutput(const Winograd *w, int tileY, int tileX, const float *m, int distance) {
  int hasRight = 2 * tileX + 1 < w->W, hasBelow = 2 * tileY + 1 < w->H;
  int pixel = 2 * tileY * w->W + 2 * tileX;
  for (int n = 0; n < w->N; n += 4) {
    Vec above[4], below[4];
    for (int x = 0; x < 4; x++) {
      const float *from = m + x * distance + n;
      Vec m0 = LOAD(from), m1 = LOAD(from + 4 * distance), m2 = LOAD(from + 8 * distance), m3 = LOAD(from + 12 * distance);
      above[x] = ADD(m0, ADD(m1, m2));
      below[x] = SUB(SUB(m1, m2), m3);
    }
    finish(ADD(ADD(above[0], above[1]), above[2]), &w->finish, pixel, n);
    if (hasRight) finish(SUB(SUB(above[1], above[2]), above[3]), &w->finish, pixel + 1, n);
    if (!hasBelow) continue;
    finish(ADD(ADD(below[0], below[1]), below[2]), &w->finish, pixel + w->W, n);
    if (hasRight) finish(SUB(SUB(below[1], below[2]), below[3]), &w->finish, pixel + w->W + 1, n);
  }
}

// m [tiles,N] = v [tiles,K] · u
INLINE void multiplyTiles(const float *v, int tiles, int K, const float *u, float *m, int N) {
  for (int n = 0; n < N; n += 8) {
    for (int t = 0; t < tiles; t += 4) {
      const float *row = v + t * K;
      Tile tile = multiply(row, row + K, row + 2 * K, row + 3 * K, 1, u + n * K, K);
      for (int r = 0; r < 4; r++) {
        STORE(m + (t + r) * N + n, tile.left[r]);
        STORE(m + (t + r) * N + n + 4, tile.right[r]);
      }
    }
  }
}

static void winograd(const Winograd *w, Thread thread) {
  int across = (w->W + 1) / 2, tiles = across * ((w->H + 1) / 2), atOnce = w->tilesAtOnce;
  float *v = w->scratch + thread.index * w->scratchPerThread, *m = v + 16 * atOnce * w->K, *zeros = m + 16 * atOnce * w->N;
  for (int k = 0; k < w->K; k++) zeros[k] = 0;
  Range range = part(tiles, atOnce, thread);
  for (int start = range.from; start < range.to; start += atOnce) {
    int count = min(atOnce, tiles - start), rounded = (count + 3) & ~3;
    for (int t = 0; t < rounded; t++) {
      int tile = start + min(t, count - 1);
      transformInput(w, tile / across, tile % across, v + t * w->K, atOnce * w->K, zeros);
    }
    for (int i = 0; i < 16; i++)
      multiplyTiles(v + i * atOnce * w->K, rounded, w->K, w->filter + i * w->K * w->N, m + i * atOnce * w->N, w->N);
    for (int t = 0; t < count; t++) {
      int tile = start + t;
      transformOutput(w, tile / across, tile % across, m + t * w->N, atOnce * w->N);
    }
  }
}
