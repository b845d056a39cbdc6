/** `npm run bench`: measures the project's parts on this machine. Each section is a file in scripts/bench/. */
import { Option } from 'commander';
import { commandLine, positiveInteger } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { benchEngine } from './bench/engine.ts';
import { benchGrading } from './bench/grading.ts';
import { benchHandout } from './bench/handout.ts';

interface BenchOptions {
  /** Timed runs per measurement. */
  runs: number;
}

/** Sections, each with its default number of runs. */
const SECTIONS: Record<string, { about: string; runs: number; run: (options: BenchOptions) => Promise<void> }> = {
  engine: { about: "TensorFlow.js's kernels and ours, for each engine that loads", runs: 15, run: benchEngine },
  grading: {
    about: 'one submission and many, in two stages and in one: time, memory, phases',
    runs: 50,
    run: benchGrading,
  },
  handout: { about: 'how long a student waits: `npm test` in the handout', runs: 3, run: benchHandout },
};

const names = Object.keys(SECTIONS);
const sections = names.map((name) => `  ${name}: ${SECTIONS[name]!.about}`).join('\n');
const runsOf = names.map((name) => `${SECTIONS[name]!.runs} for ${name}`).join(', ');

await runMain(async () => {
  const { section, runs } = commandLine('npm run bench --')
    .description('Measures the cost of the parts on this machine.')
    .addOption(new Option('--section <name...>', 'only these sections').choices(names).default(names))
    .option('--runs <number>', `timed runs per measurement (default: ${runsOf})`, positiveInteger)
    .addHelpText('after', `\nSections:\n${sections}`)
    .parse()
    .opts<{ section: string[]; runs?: number }>();
  for (const name of section) await SECTIONS[name]!.run({ runs: runs ?? SECTIONS[name]!.runs });
});
