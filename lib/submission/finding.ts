/** How a finding is made: severity, code, location and sentence. */

/** `refused`: the whole submission cannot be graded; `file`: that file cannot be run; `warning`: costs nothing. */
export const severities = ['refused', 'file', 'warning'] as const;
type Severity = (typeof severities)[number];

/** About the submission as a whole. */
export function finding<const Code extends string, Details extends unknown[]>(
  severity: Severity,
  code: Code,
  sentence: (...details: Details) => string,
) {
  const make = (...details: Details) => ({ severity, code, message: sentence(...details) });
  return Object.assign(make, { code });
}

/** About one of its files, or a line in it. */
export function fileFinding<const Code extends string, Details extends unknown[]>(
  severity: Severity,
  code: Code,
  sentence: (file: string, ...details: Details) => string,
) {
  const make = (location: { readonly file: string; readonly line?: number }, ...details: Details) => {
    const { file, line } = location;
    return { severity, code, file, ...(line !== undefined && { line }), message: sentence(file, ...details) };
  };
  return Object.assign(make, { code });
}
