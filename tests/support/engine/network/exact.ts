/** The layers of a table in double precision, one number after the other: slow, short, and independent of every engine. */
import type { LayerSpec, Parameters } from '../../../../lib/engine/network/table.ts';

/** One image, [height,width,channels]. */
export interface Image {
  readonly shape: readonly [number, number, number];
  readonly data: Float64Array;
}

const image = (height: number, width: number, channels: number): Image => ({
  shape: [height, width, channels],
  data: new Float64Array(height * width * channels),
});

export function exactLayer(spec: LayerSpec, x: Image, parameters: Parameters): Image {
  switch (spec.kind) {
    case 'convolution':
      return convolve(x, spec.name, parameters, spec.stride, spec.pad);
    case 'relu':
      return relu(x);
    case 'pool':
      return pool(x, spec.size, spec.stride, spec.ceilMode);
    case 'fire': {
      const squeezed = relu(convolve(x, `${spec.name}.squeeze`, parameters));
      const branches = [
        relu(convolve(squeezed, `${spec.name}.expand1x1`, parameters)),
        relu(convolve(squeezed, `${spec.name}.expand3x3`, parameters, 1, 1)),
      ] as const;
      return sideBySide(...branches);
    }
    case 'scores':
      return mean(relu(convolve(x, spec.name, parameters)));
  }
}

function convolve(x: Image, name: string, parameters: Parameters, stride = 1, pad = 0): Image {
  const { data: weight, shape } = parameters[`${name}.weight`]!;
  const bias = parameters[`${name}.bias`]!.data;
  const [outputs, inputs, size] = shape as [number, number, number];
  const [height, width] = x.shape;
  const windows = (length: number) => Math.floor((length + 2 * pad - size) / stride) + 1;
  const y = image(windows(height), windows(width), outputs);
  forEach(y, (oy, ox, o) => {
    let sum = bias[o]!;
    for (let i = 0; i < inputs; i++)
      for (let ky = 0; ky < size; ky++)
        for (let kx = 0; kx < size; kx++)
          sum +=
            weight[((o * inputs + i) * size + ky) * size + kx]! *
            at(x, oy * stride - pad + ky, ox * stride - pad + kx, i);
    return sum;
  });
  return y;
}

function relu(x: Image): Image {
  return { shape: x.shape, data: x.data.map((value) => Math.max(value, 0)) };
}

function pool(x: Image, size: number, stride: number, ceilMode: boolean): Image {
  const [height, width, channels] = x.shape;
  const windows = (length: number) => {
    const count = (ceilMode ? Math.ceil((length - size) / stride) : Math.floor((length - size) / stride)) + 1;
    return ceilMode && (count - 1) * stride >= length ? count - 1 : count;
  };
  const y = image(windows(height), windows(width), channels);
  forEach(y, (oy, ox, c) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (let ky = oy * stride; ky < Math.min(oy * stride + size, height); ky++)
      for (let kx = ox * stride; kx < Math.min(ox * stride + size, width); kx++)
        largest = Math.max(largest, at(x, ky, kx, c));
    return largest;
  });
  return y;
}

function mean(x: Image): Image {
  const [height, width, channels] = x.shape;
  const y = image(1, 1, channels);
  for (const [i, value] of x.data.entries()) y.data[i % channels]! += value / (height * width);
  return y;
}

function sideBySide(a: Image, b: Image): Image {
  const [height, width, channels] = a.shape;
  const y = image(height, width, 2 * channels);
  forEach(y, (row, column, c) => (c < channels ? at(a, row, column, c) : at(b, row, column, c - channels)));
  return y;
}

function at({ shape: [height, width, channels], data }: Image, y: number, x: number, c: number): number {
  return y < 0 || y >= height || x < 0 || x >= width ? 0 : data[(y * width + x) * channels + c]!;
}

function forEach(y: Image, value: (row: number, column: number, channel: number) => number): void {
  const [, width, channels] = y.shape;
  for (let i = 0; i < y.data.length; i++) {
    const pixel = Math.floor(i / channels);
    y.data[i] = value(Math.floor(pixel / width), pixel % width, i % channels);
  }
}
