/** Colors on the terminal: this file alone decides whether there are any (lint holds that nothing else imports chalk). */
import { Chalk, supportsColor } from 'chalk';

/**
 * None where `NO_COLOR` is set and not empty (no-color.org), whatever else is: who asks for none gets none. Else what `FORCE_COLOR`
 * says, else as many as the terminal has.
 */
export const chalk = new Chalk({ level: process.env.NO_COLOR || !supportsColor ? 0 : supportsColor.level });

/** For Node itself and the processes that a command starts, which let `FORCE_COLOR` win. */
export function heedNoColor(): void {
  if (process.env.NO_COLOR) delete process.env.FORCE_COLOR;
}
