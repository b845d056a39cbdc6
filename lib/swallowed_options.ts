/**
 * PowerShell keeps the first `--` for itself, so that `npm run X -- --images a.jpg` reaches npm as `npm run X --images a.jpg`: npm
 * takes the option for its own, sets a variable, and hands on the rest.
 *
 * @param options of the command, without dashes
 * @param args what the command got
 * @returns what to say, if that has happened
 */
export function swallowedOptions(
  options: readonly string[],
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): string | undefined {
  const script = env.npm_lifecycle_event;
  // An .npmrc may set such variables too, but hardly to `true`, which is what an option without `=` becomes.
  const swallowed = options.filter((name) => env[`npm_config_${name.replaceAll('-', '_')}`] === 'true');
  if (!script || swallowed.length === 0 || args.some((arg) => arg.startsWith('--'))) return undefined;
  const typed = swallowed.map((name) => `--${name}`).join(' … ');
  const values = swallowed.length === 1 ? args.map((arg) => ` ${arg}`).join('') : ' …';
  return `Your shell kept the \`--\` for itself, and npm took ${typed} for its own. In PowerShell, type: npm.cmd run ${script} -- ${typed}${values}`;
}
