// Windows of an image: a convolution's as rows of a matrix, and max pools.
#pragma once
#include "simd.h"

typedef struct {
  float *image; // [H,W,C]
  int H, W, C;
  int outH, outW;
  int size, stride, pad;
  float *rows; // [outH·outW, rowStride]: size·size·C numbers of each window
  int rowStride;
} Windows;

// rows ← image; 0 where a window hangs over the border
static void gatherWindows(const Windows *w, Thread thread) {
  int run = w->size * w->C;
  Range range = part(w->outH, 1, thread);
  for (int oy = range.from; oy < range.to; oy++) {
    for (int ox = 0; ox < w->outW; ox++) {
      float *to = w->rows + (oy * w->outW + ox) * w->rowStride;
      int top = oy * w->stride - w->pad, left = ox * w->stride - w->pad;
      int first = max(0, -left) * w->C, last = min(w->size, w->W - left) * w->C;
      for (int ky = 0; ky < w->size; ky++, to += run) {
        int y = top + ky, inside = y >= 0 && y < w->H;
        const float *from = w->image + (y * w->W + left) * w->C;
        for (int i = 0; i < run; i++) to[i] = inside && i >= first && i < last ? from[i] : 0;
      }
    }
  }
}

// image ← the sum of what every window holds of each pixel. A thread has rows of the image, so that none writes into another's.
static void addWindows(const Windows *w, Thread thread) {
  Range range = part(w->H, 1, thread);
  for (int y = range.from; y < range.to; y++) {
    float *row = w->image + y * w->W * w->C;
    for (int i = 0; i < w->W * w->C; i++) row[i] = 0;
    for (int ky = 0; ky < w->size; ky++) {
      int offset = y + w->pad - ky;
      if (offset < 0 || offset % w->stride != 0 || offset / w->stride >= w->outH) continue;
      const float *from = w->rows + offset / w->stride * w->outW * w->rowStride + ky * w->size * w->C;
      for (int ox = 0; ox < w->outW; ox++, from += w->rowStride) {
        int left = ox * w->stride - w->pad;
        int first = max(0, -left) * w->C, last = min(w->size, w->W - left) * w->C;
        for (int i = first; i < last; i++) row[left * w->C + i] += from[i];
      }
    }
  }
}

typedef struct {
  const float *in; // [H,W,C], C a multiple of 4
  int H, W, C;
  int outH, outW;
  int size, stride; // windows start inside the image, and may hang over below and on the right (PyTorch's ceil mode)
  float *out;       // [outH,outW,C]
  const float *dout;
  float *din;
  int maskByIn, positiveOnly; // the rule of the ReLU that made `in`: pass where in > 0; pass what is positive
} Pool;

static void maxPool(const Pool *p, Thread thread) {
  Range range = part(p->outH, 1, thread);
  for (int oy = range.from; oy < range.to; oy++) {
    for (int ox = 0; ox < p->outW; ox++) {
      int y = oy * p->stride, x = ox * p->stride;
      int rows = min(p->size, p->H - y), columns = min(p->size, p->W - x);
      const float *in = p->in + (y * p->W + x) * p->C;
      float *out = p->out + (oy * p->outW + ox) * p->C;
      for (int c = 0; c < p->C; c += 4) {
        Vec largest = LOAD(in + c);
        for (int ky = 0; ky < rows; ky++)
          for (int kx = 0; kx < columns; kx++) largest = wasm_f32x4_max(largest, LOAD(in + (ky * p->W + kx) * p->C + c));
        STORE(out + c, largest);
      }
    }
  }
}

// Each window's gradient goes to its largest number, to the first in row-major order where several are equal (as in PyTorch), to
// the very first where none is equal (NaN). A thread has channels: windows overlap.
static void maxPoolGradient(const Pool *p, Thread thread) {
  Range range = part(p->C, 4, thread);
  int pixels = p->H * p->W;
  for (int i = 0; i < pixels; i++)
    for (int c = range.from; c < range.to; c += 4) STORE(p->din + i * p->C + c, ZERO);
  for (int oy = 0; oy < p->outH; oy++) {
    for (int ox = 0; ox < p->outW; ox++) {
      int y = oy * p->stride, x = ox * p->stride;
      int rows = min(p->size, p->H - y), columns = min(p->size, p->W - x);
      int corner = (y * p->W + x) * p->C, at = (oy * p->outW + ox) * p->C;
      for (int c = range.from; c < range.to; c += 4) {
        Vec largest = LOAD(p->out + at + c), rest = LOAD(p->dout + at + c);
        for (int ky = 0; ky < rows; ky++) {
          for (int kx = 0; kx < columns; kx++) {
            int i = corner + (ky * p->W + kx) * p->C + c;
            Vec here = wasm_f32x4_eq(LOAD(p->in + i), largest);
            STORE(p->din + i, ADD(LOAD(p->din + i), wasm_v128_and(rest, here)));
            rest = wasm_v128_andnot(rest, here);
          }
        }
        STORE(p->din + corner + c, ADD(LOAD(p->din + corner + c), rest));
      }
    }
  }
  if (!p->maskByIn && !p->positiveOnly) return;
  for (int i = 0; i < pixels; i++) {
    for (int c = range.from; c < range.to; c += 4) {
      Vec d = LOAD(p->din + i * p->C + c);
      if (p->positiveOnly) d = RELU(d);
      if (p->maskByIn) d = WHERE_POSITIVE(d, LOAD(p->in + i * p->C + c));
      STORE(p->din + i * p->C + c, d);
    }
  }
}
