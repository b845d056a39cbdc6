import { NotImplementedError, StudentError } from '../errors.ts';
import type { Panel } from '../image/figures.ts';
import type { Picture } from '../image/resize.ts';
import { problemOf } from '../returned.ts';

const reasons = new WeakMap<Panel, StudentError>();

/** @throws StudentError if `panelIfSolved` made only gray ones: then there is nothing to see */
export function refuseAllGray(panels: readonly Panel[]): void {
  const errors = panels.map((panel) => reasons.get(panel));
  if (errors[0] && errors.every((error) => error)) throw errors[0];
}

/**
 * A panel, or a gray one of the picture's size that says what is not written yet, or not right: a figure is there as soon as one
 * function works.
 */
export function panelIfSolved(title: string, picture: Picture, make: () => Panel): Panel {
  try {
    const panel = make();
    const problem = drawingProblem(panel);
    if (!problem) return { title, ...panel };
    return grayPanel(title, picture, 'not right yet', notDrawn(title, `it is ${problem}`));
  } catch (error) {
    if (error instanceof NotImplementedError)
      return grayPanel(title, picture, `${error.functionName}: not written yet`, error);
    return grayPanel(title, picture, 'not right yet', notDrawn(title, String(error)));
  }
}

function grayPanel(title: string, picture: Picture, subtitle: string, reason: StudentError): Panel {
  const panel = { title, subtitle, image: { ...picture, data: picture.data.map(() => 200) } };
  reasons.set(panel, reason);
  return panel;
}

function notDrawn(title: string, why: string): StudentError {
  const error = new StudentError(`${title} cannot be drawn: ${why}. \`npm test\` says more.`);
  console.error(error.message);
  return error;
}

function drawingProblem(panel: Panel): string | undefined {
  if ('map' in panel) return problemOf(panel.map, ['H', 'W']);
  return 'signed' in panel ? problemOf(panel.signed, ['H', 'W', 3]) : undefined;
}
