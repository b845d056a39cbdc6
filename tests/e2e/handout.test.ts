/** The handout as a student gets it: unpacked elsewhere, solved, handed in. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submission } from '../../assignment/submission.ts';
import { intake } from '../../grader/intake/index.ts';
import { projectRoot } from '../../lib/root.ts';
import { functions, walk } from '../../scripts/handout/walk.ts';
import { Handout, MINUTES } from '../support/handout.ts';

let handout: Handout;
beforeAll(async () => {
  handout = await Handout.unpack();
}, 2 * MINUTES);
afterAll(() => handout.remove());

describe('the untouched handout', () => {
  it('runs a part by its name', async () => {
    const { code, out } = await handout.run('scripts/test.ts', 'gram');
    expect(out.match(/not done yet/g)).toHaveLength(1);
    expect(out).toContain('Next: StyleLoss.gramMatrix in style_modules/style_loss.ts is not implemented yet.');
    expect(code).toBe(1);
  });

  it('zips the untouched stubs, and says so', async () => {
    const { code, out } = await handout.run('collect_submission.ts');
    expect(code).toBe(0);
    expect(out).toContain('StyleLoss.gramMatrix is not solved yet');
    expect(out).not.toContain('left-over');
  });

  it(
    'has types for everything that the files import',
    async () => {
      const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
      expect(await handout.run(tsc, '--noEmit')).toEqual({ code: 0, out: '' });
    },
    MINUTES,
  );

  it('looks at the machine, and brings the script that fetches weights', async () => {
    const { code, out } = await handout.run('scripts/doctor.ts');
    expect(out).toMatch(/✓ Node \d/);
    expect(out).toMatch(/✓ Network: /);
    expect(code).toBe(0);
    expect((await handout.run('scripts/weights.ts', '--help')).code).toBe(0);
  });

  it('checks a folder elsewhere', async () => {
    const elsewhere = join(handout.parent, 'other work');
    await cp(join(projectRoot, 'reference/style_modules'), join(elsewhere, 'style_modules'), { recursive: true });
    const { code, out } = await handout.run('scripts/test.ts', 'gram', '--target', elsewhere);
    expect(out).toContain('8 / 8');
    expect(code).toBe(0);
  });
});

describe('from the handout to full marks', () => {
  it(
    'raises the score by the points of each function that is solved',
    async () => {
      const early = ['guidedRelu', 'ContentLoss.forward', 'StyleLoss.gramMatrix'];
      const groups = [
        functions.filter(({ name }) => early.includes(name)),
        functions.filter(({ name }) => !early.includes(name)),
      ];
      const steps = [];
      for await (const step of walk(projectRoot, handout.folder, groups)) steps.push(step);
      expect(steps.map(({ points }) => points)).toEqual(steps.map(({ expected }) => expected));
      expect(steps.at(-1)).toMatchObject({ points: steps[0]!.maximum });
      const notDone = steps.map(({ output }) => output.match(/ not done yet /g)?.length ?? 0);
      expect(notDone).toEqual([functions.length, functions.length - early.length, 0]);
      for (const { output } of steps) expect(output).not.toMatch(/✗| {4}at |Error:/);
    },
    3 * MINUTES,
  );

  it('collects what the grader takes', async () => {
    const collected = await handout.run('collect_submission.ts');
    expect(collected).toMatchObject({ code: 0, out: expect.not.stringContaining('not solved') });
    const taken = await intake(join(handout.folder, 'assignment_3_submission.zip'), submission);
    expect(taken).toMatchObject({ ok: true, findings: [] });
  });
});
