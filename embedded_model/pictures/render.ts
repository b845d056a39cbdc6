import { Random } from '../../lib/random.ts';
import { classNames, isTexture, things } from './classes.ts';
import { BLACK, WHITE } from './color.ts';
import { paintGround } from './grounds.ts';
import { castShadow, compose, develop } from './light.ts';
import { Pen, type Pose, type Style } from './pen.ts';
import { Surface } from './surface.ts';
import { paintTexture, textures } from './textures.ts';
import type { Thing } from './things/thing.ts';
import { cos, sin } from './trig.ts';

export interface PictureOptions {
  /** Index into `classNames`. */
  readonly classIndex: number;
  /** Same seed, class and size: same bytes, on every machine. */
  readonly seed: string | number;
  /** Width and height in pixels. The same seed at another size is the same scene with other grain. */
  readonly size: number;
}

export interface Picture {
  /** RGB bytes, [size, size, 3]. */
  readonly image: Uint8Array;
  /** 1 inside the thing, else 0, [size, size]; all ones for a texture. */
  readonly mask: Uint8Array;
  readonly className: string;
}

/** Scale, rotation and position: the drawing's corners may leave the frame, but most of the thing stays inside. */
function choosePose(thing: Thing, random: Random, size: number): Pose {
  const half = random.uniform(0.26, 0.48);
  const aspect = random.uniform(0.87, 1.15);
  const turn = random.uniform(-thing.maxTurn, thing.maxTurn);
  // The part of the rotated box that must stay inside.
  const extent = 0.92 * half * Math.min(1.2, Math.abs(cos(turn)) + Math.abs(sin(turn)));
  const room = Math.max(0, 0.5 - extent);
  const flip = random.int(2) ? -1 : 1;
  return {
    x: size * (0.5 + random.uniform(-room, room)),
    y: size * (0.5 + random.uniform(-room, room)),
    halfWidth: flip * half * aspect * size,
    halfHeight: (half / aspect) * size,
    turn,
    shear: random.uniform(-0.15, 0.15),
  };
}

function chooseStyle(random: Random): Style {
  return {
    lightFrom: random.uniform(-2.6, -0.5),
    shade: random.uniform(0.05, 0.3),
    outline: random.int(5) < 2 ? random.uniform(0.03, 0.07) : 0,
    outlineColor: random.int(6) ? BLACK : WHITE,
  };
}

/** Root mean square color difference between the thing and the ground behind it, 0 to 1. */
function contrast(ground: Surface, thing: Surface): number {
  let [sum, area] = [0, 1e-6];
  for (let i = 0; i < ground.pixels.length; i += 4) {
    if (thing.pixels[i + 3]! < 0.5) continue;
    area += 3;
    for (let channel = 0; channel < 3; channel++) {
      const difference = ground.pixels[i + channel]! - thing.pixels[i + channel]!;
      sum += difference * difference;
    }
  }
  return Math.sqrt(sum / area);
}

/**
 * Draws one picture of a class: a thing in a random pose, color and light on a random ground, or a texture.
 * @throws RangeError for a class that does not exist or a size below 16
 */
export function renderPicture({ classIndex, seed, size }: PictureOptions): Picture {
  const className = classNames[classIndex];
  if (className === undefined) {
    throw new RangeError(
      `Class index ${classIndex} does not exist: expected an integer from 0 to ${classNames.length - 1}.`,
    );
  }
  if (!Number.isInteger(size) || size < 16)
    throw new RangeError(`Picture size ${size}: expected an integer of at least 16.`);
  const random = new Random(`picture/${className}/${seed}`);
  const ground = new Surface(size);
  const style = chooseStyle(random);
  if (isTexture(classIndex)) {
    paintTexture(ground, textures[classIndex - things.length]!, random);
    return { image: develop(ground, style.lightFrom, random), mask: new Uint8Array(size * size).fill(1), className };
  }
  const thing = things[classIndex]!;
  const drawing = new Surface(size);
  thing.draw(new Pen(drawing, choosePose(thing, random, size), style), random);
  // A thing on a ground of the same color would be invisible: try another ground.
  for (let i = 0; i < 6; i++) {
    paintGround(ground, random);
    if (contrast(ground, drawing) > 0.2) break;
  }
  if (random.int(3)) castShadow(ground, drawing, style.lightFrom, random);
  compose(ground, drawing);
  const mask = Uint8Array.from({ length: size * size }, (_, i) => (drawing.pixels[4 * i + 3]! >= 0.5 ? 1 : 0));
  return { image: develop(ground, style.lightFrom, random), mask, className };
}
