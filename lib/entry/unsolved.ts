import { NotImplementedError } from '../errors.ts';
import type { Panel } from '../image/figures.ts';
import type { Picture } from '../image/resize.ts';

const unsolved = new WeakMap<Panel, NotImplementedError>();

/** @throws NotImplementedError if `panelIfSolved` made only gray ones: then there is nothing to see */
export function refuseAllGray(panels: readonly Panel[]): void {
  const errors = panels.map((panel) => unsolved.get(panel));
  if (errors[0] && errors.every((error) => error)) throw errors[0];
}

/**
 * A panel, or a gray one of the picture's size that says what is not written yet: a figure is there as soon as one function works.
 *
 * @param make what it throws other than NotImplementedError is thrown
 */
export function panelIfSolved(title: string, picture: Picture, make: () => Panel): Panel {
  try {
    return { title, ...make() };
  } catch (error) {
    if (!(error instanceof NotImplementedError)) throw error;
    const gray = { ...picture, data: picture.data.map(() => 200) };
    const panel = { title, subtitle: `${error.functionName}: not written yet`, image: gray };
    unsolved.set(panel, error);
    return panel;
  }
}
