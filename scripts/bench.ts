/** `npm run bench`: prints what the project's parts cost on this machine. Each section is a file of scripts/bench/. */
import { parseArgs } from 'node:util';
import { benchEngine } from './bench/engine.ts';
import { benchGrading } from './bench/grading.ts';
import { benchHandout } from './bench/handout.ts';

interface BenchOptions {
  /** Timed runs of each measurement. */
  runs: number;
}

/** Sections, each with the number of runs where none is asked for. */
const SECTIONS: Record<string, { about: string; runs: number; run: (options: BenchOptions) => Promise<void> }> = {
  engine: { about: "TensorFlow.js's kernels and ours, for each engine that loads", runs: 15, run: benchEngine },
  grading: { about: 'one submission and many: time, memory, what the sandbox adds', runs: 100, run: benchGrading },
  handout: { about: 'what a student waits for: `npm test` in the handout', runs: 3, run: benchHandout },
};

const names = Object.keys(SECTIONS);
const USAGE = `Usage: npm run bench -- [options]

Options:
  --section NAME  only this section; may be repeated. Sections:
${names.map((name) => `                    ${name}: ${SECTIONS[name]!.about}`).join('\n')}
  --runs N        timed runs of each measurement (default ${names.map((name) => `${SECTIONS[name]!.runs} for ${name}`).join(', ')})
  -h, --help      print this
`;

function fail(message: string): never {
  process.stderr.write(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        section: { type: 'string', multiple: true, default: names },
        runs: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

const { section, runs, help } = readArguments();
if (help) {
  process.stdout.write(USAGE);
} else {
  if (runs !== undefined && !/^[1-9]\d*$/.test(runs)) fail(`--runs: expected a whole number ≥ 1, got '${runs}'.`);
  const unknown = section.find((name) => SECTIONS[name] === undefined);
  if (unknown !== undefined) fail(`--section: there is no section '${unknown}'; there are: ${names.join(', ')}.`);
  for (const name of section) await SECTIONS[name]!.run({ runs: Number(runs ?? SECTIONS[name]!.runs) });
}
