// Numbers one by one, and the mean over an image's pixels.
#pragma once
#include "simd.h"

typedef struct {
  const float *in, *add, *mask; // add and mask may be 0
  float *out;
  int count; // a multiple of 4, or up to 3 numbers more than there are may be written
  int relu;
} Elementwise;

// out = in (+ add), then ReLU, then 0 where mask is not positive
static void elementwise(const Elementwise *e, Thread thread) {
  Range range = part(e->count, 4, thread);
  for (int i = range.from; i < range.to; i += 4) {
    Vec v = LOAD(e->in + i);
    if (e->add) v = ADD(v, LOAD(e->add + i));
    if (e->relu) v = RELU(v);
    if (e->mask) v = WHERE_POSITIVE(v, LOAD(e->mask + i));
    STORE(e->out + i, v);
  }
}

typedef struct {
  const float *in; // [pixels, stride], of which the first C of each row count
  int pixels, stride, C;
  float *out;                 // [C]
  const float *dout;          // [C]
  const int *channels;        // those with a gradient
  int count;                  // how many
  float *din;                 // [pixels, count]
  int maskByIn, positiveOnly; // the rule of the ReLU that made `in`
} Mean;

static void mean(const Mean *m, Thread thread) {
  Range range = part(m->C, 4, thread);
  for (int c = range.from; c < range.to; c++) {
    float sum = 0;
    for (int i = 0; i < m->pixels; i++) sum += m->in[i * m->stride + c];
    m->out[c] = sum / m->pixels;
  }
}

static void meanGradient(const Mean *m, Thread thread) {
  Range range = part(m->pixels, 1, thread);
  for (int i = range.from; i < range.to; i++) {
    for (int j = 0; j < m->count; j++) {
      int c = m->channels[j];
      float d = m->dout[c] / m->pixels;
      if (m->positiveOnly && !(d > 0)) d = 0;
      if (m->maskByIn && !(m->in[i * m->stride + c] > 0)) d = 0;
      m->din[i * m->count + j] = d;
    }
  }
}
