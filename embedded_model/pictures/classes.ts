import { textures } from './textures.ts';
import { bird, butterfly, cat, fish, snail } from './things/animals.ts';
import { clock, cup, guitar } from './things/household.ts';
import { apple, cactus, flower, mushroom, tree } from './things/plants.ts';
import { heart, house, iceCream, star } from './things/shapes.ts';
import type { Thing } from './things/thing.ts';
import { key, lightBulb, umbrella } from './things/tools.ts';
import { balloon, car, rocket, sailboat } from './things/vehicles.ts';

export const things: readonly Thing[] = [
  fish,
  bird,
  butterfly,
  snail,
  cat,
  tree,
  flower,
  mushroom,
  cactus,
  apple,
  car,
  sailboat,
  rocket,
  balloon,
  cup,
  umbrella,
  key,
  clock,
  lightBulb,
  guitar,
  star,
  heart,
  house,
  iceCream,
];

/** Names of the classes by index: the things first, then the textures. The order is part of the trained model. */
export const classNames: readonly string[] = [...things, ...textures].map((c) => c.name);

/** Whether a class is a texture: it fills the picture, and its mask is all ones. */
export function isTexture(classIndex: number): boolean {
  return classIndex >= things.length;
}
