import { StudentError } from '../errors.ts';

/** Invalid use of a Captum method. The messages are Captum's own, with what to do next. */
export class CaptumError extends StudentError {
  override readonly name = 'CaptumError';
}

export function check(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new CaptumError(typeof message === 'string' ? message : message());
}
