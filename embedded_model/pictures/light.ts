import type { Random } from '../../lib/random.ts';
import { darken, type Rgb } from './color.ts';
import type { Surface } from './surface.ts';
import { cos, sin } from './trig.ts';

/** Mean of the premultiplied alpha over a square window, along rows then columns. [size, size] */
function blurredAlpha(surface: Surface, radius: number): Float32Array {
  const { size, pixels } = surface;
  let plane = Float32Array.from({ length: size * size }, (_, i) => pixels[4 * i + 3]!);
  for (const [step, stride] of [
    [1, size],
    [size, 1],
  ] as const) {
    const out = new Float32Array(size * size);
    for (let k = 0; k < size; k++) {
      let sum = 0;
      for (let i = -radius; i < size + radius; i++) {
        if (i + radius < size) sum += plane[k * stride + (i + radius) * step]!;
        if (i - radius - 1 >= 0) sum -= plane[k * stride + (i - radius - 1) * step]!;
        if (i >= 0 && i < size) out[k * stride + i * step] = sum / (2 * radius + 1);
      }
    }
    plane = out;
  }
  return plane;
}

/** Darkens the ground where the thing's soft shadow falls. */
export function castShadow(ground: Surface, thing: Surface, lightFrom: number, random: Random): void {
  const { size } = ground;
  const depth = random.uniform(0.15, 0.55);
  const reach = random.uniform(0.01, 0.07) * size;
  const dx = Math.round(-cos(lightFrom) * reach);
  const dy = Math.round(-sin(lightFrom) * reach);
  const alpha = blurredAlpha(thing, Math.max(1, Math.round(size * random.uniform(0.01, 0.03))));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [sx, sy] = [x - dx, y - dy];
      if (sx < 0 || sy < 0 || sx >= size || sy >= size) continue;
      const keep = 1 - depth * alpha[sy * size + sx]!;
      const i = 4 * (y * size + x);
      for (let channel = 0; channel < 3; channel++) ground.pixels[i + channel]! *= keep;
    }
  }
}

/** Puts the thing's surface over the ground. */
export function compose(ground: Surface, thing: Surface): void {
  for (let i = 0; i < ground.pixels.length; i += 4) {
    const rest = 1 - thing.pixels[i + 3]!;
    for (let channel = 0; channel < 4; channel++) {
      ground.pixels[i + channel] = thing.pixels[i + channel]! + ground.pixels[i + channel]! * rest;
    }
  }
}

/** Light falloff across the picture, tint, brightness, contrast and grain; then rounded to bytes [size, size, 3]. */
export function develop(surface: Surface, lightFrom: number, random: Random): Uint8Array {
  const { size, pixels } = surface;
  const fall = random.uniform(0, 0.3) / size;
  const [ax, ay] = [cos(lightFrom) * fall, sin(lightFrom) * fall];
  const gain = random.uniform(0.82, 1.18);
  const contrast = random.uniform(0.8, 1.15);
  const tint: Rgb = [random.uniform(0.92, 1.06), random.uniform(0.94, 1.04), random.uniform(0.9, 1.06)];
  const channelGain = darken(tint, 1 - gain);
  const grain = random.uniform(0, 0.035);
  const image = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const light = 1 + ax * (x - size / 2) + ay * (y - size / 2);
      const speck = (random.uniform(-1, 1) + random.uniform(-1, 1)) * grain;
      for (let channel = 0; channel < 3; channel++) {
        const value = pixels[4 * (y * size + x) + channel]! * light * channelGain[channel]! + speck;
        const byte = Math.floor(((value - 0.5) * contrast + 0.5) * 255 + 0.5);
        image[3 * (y * size + x) + channel] = Math.max(0, Math.min(255, byte));
      }
    }
  }
  return image;
}
