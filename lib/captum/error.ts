import { StudentError } from '../errors.ts';

/** A method of Captum was called in a way that it cannot serve. The messages are Captum's own, with what to do next. */
export class CaptumError extends StudentError {
  override readonly name = 'CaptumError';
}

export function check(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new CaptumError(typeof message === 'string' ? message : message());
}
