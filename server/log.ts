/** Structured logs, one JSON object a line, on stderr: without secrets, students' code or what they wrote. */
import { destination, type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export function openLog({ A3_LOG_LEVEL }: Pick<Config, 'A3_LOG_LEVEL'>): Logger {
  return pino(
    { level: A3_LOG_LEVEL, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination(2),
  );
}
