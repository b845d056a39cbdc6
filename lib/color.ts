/** Colors on the terminal: only this file decides whether to use them (lint ensures that nothing else imports chalk). */
import { Chalk, supportsColor } from 'chalk';

/**
 * None if `NO_COLOR` is set and not empty (no-color.org), which overrides everything. Otherwise what `FORCE_COLOR` says, else
 * what the terminal supports.
 */
export const chalk = new Chalk({ level: process.env.NO_COLOR || !supportsColor ? 0 : supportsColor.level });

/** For Node itself and the processes that a command starts: to them `FORCE_COLOR` overrides `NO_COLOR`. */
export function heedNoColor(): void {
  if (process.env.NO_COLOR) delete process.env.FORCE_COLOR;
}
