/** What `npm test` in the handout says about wrong and slow code, and what it does when a file is saved. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { bodyOf } from '../../scripts/handout/fill.ts';
import { Handout, MINUTES } from '../support/handout.ts';
import { Watcher } from '../support/watcher.ts';

let handout: Handout;
beforeAll(async () => {
  handout = await Handout.solved();
}, 2 * MINUTES);
afterAll(() => handout.remove());

describe('help', () => {
  const path = 'style_modules/style_loss.ts';

  /** Exchanges the body of the Gram matrix while `f` runs. */
  async function withGramMatrix(body: string, f: () => Promise<void>): Promise<void> {
    const solved = await readFile(join(projectRoot, 'reference', path), 'utf8');
    const { start, end } = bodyOf(solved, 'StyleLoss.gramMatrix');
    await writeFile(join(handout.folder, path), `${solved.slice(0, start)}{ ${body} }${solved.slice(end)}`);
    await f().finally(() => writeFile(join(handout.folder, path), solved));
  }

  it.each([
    [
      'a known mistake by its numbers',
      `const [N, H, W, C] = features.shape;
       const F = features.reshape([N, H * W, C]);
       const G = tf.matMul(F, F, true, false);
       return (normalize ? G.div(H * W) : G) as tf.Tensor3D;`,
      'Hint: Divide by H · W · C: the number of channels counts too.',
    ],
    [
      'an error by its message',
      `return (async () => features)() as unknown as tf.Tensor3D;`,
      'Hint: The function must return its tensor directly, but it is `async`.',
    ],
    ['a shape', 'return features.mean([1, 2]) as unknown as tf.Tensor3D;', 'Hint: Print the shape of every'],
  ])('recognizes %s', async (_, body, hint) => {
    await withGramMatrix(body, async () => {
      const { out } = await handout.run('scripts/test.ts', 'gramMatrix');
      expect(out.match(/Hint: /g)).toHaveLength(1);
      expect(out).toContain(hint);
    });
  });

  it('gives a file that fails to TypeScript’s checker, whose word comes first', async () => {
    const solved = await readFile(join(projectRoot, 'reference', path), 'utf8');
    const line = solved.slice(0, bodyOf(solved, 'StyleLoss.gramMatrix').start).split('\n').length;
    const body = `const F = features - 1;
      return features.sum(dim=1).view([N, C, C]);`;
    await withGramMatrix(body, async () => {
      const { out } = await handout.run('scripts/test.ts', 'gramMatrix');
      const [head, ...lines] = out.slice(out.indexOf("What TypeScript's checker says")).split('\n');
      expect(head).toBe("What TypeScript's checker says of files whose checks fail:");
      expect(lines.slice(0, 4)).toEqual([
        `✗ ${path}, line ${line}: signs such as \`+\`, \`-\`, \`*\` and \`**\` are for numbers. With tensors write \`a.add(b)\`, \`a.sub(b)\`, \`a.mul(b)\`, \`a.div(b)\`, \`a.square()\`.`,
        expect.stringContaining(`line ${line + 1}: Cannot find name 'dim'`),
        expect.stringContaining(`line ${line + 1}: Property 'view' does not exist`),
        `✗ ${path}: 2 more; \`npm run typecheck\` shows them.`,
      ]);
      expect(out.indexOf('✗ Gram matrix')).toBeGreaterThan(out.indexOf('2 more'));
    });
    // Right code is not kept waiting for it.
    expect((await handout.run('scripts/test.ts', 'gramMatrix')).out).not.toContain('checker');
  });

  it('has advice for what is right, but slow', async () => {
    const body = `const [N, H, W, C] = features.shape;
      const each = tf.unstack(features).map((image) => {
        const F = image.reshape([H * W, C]);
        return tf.matMul(F, F, true, false);
      });
      return tf.stack(each).div(normalize ? H * W * C : 1) as tf.Tensor3D;`;
    await withGramMatrix(body, async () => {
      const { out, code } = await handout.run('scripts/test.ts', 'gramMatrix');
      expect(code).toBe(0);
      expect(out).toMatch(
        /8 \/ 8.*Advice.*StyleLoss\.gramMatrix: The number of operations grows with the number of images/s,
      );
    });
  });

  it('has no hint for numbers that nobody knows', async () => {
    const body =
      'return features.mean([1, 2], true).squeeze([1]).mul(tf.ones([features.shape[0], features.shape[3], 1]));';
    await withGramMatrix(body, async () => {
      const { out } = await handout.run('scripts/test.ts', 'gramMatrix');
      expect(out).toContain('wrong value');
      expect(out).not.toContain('Hint:');
    });
  });
});

describe('watching', () => {
  it(
    'runs a saved file again, whatever is in it, and ends with Ctrl-C',
    async () => {
      const path = join(handout.folder, 'style_modules/style_loss.ts');
      const solved = await readFile(path, 'utf8');
      const watcher = new Watcher(handout.folder, 'gram');
      try {
        expect(await watcher.run()).toContain('8 / 8');

        await writeFile(path, solved.replace('return tf.tidy', 'return tf.tidy(('));
        expect(await watcher.run()).toMatch(/style_loss\.ts:\d+: does not parse.*0 \/ 8/s);

        await writeFile(path, solved.replace('return tf.tidy', 'for (;;) {} return tf.tidy'));
        await watcher.until('style_loss.ts, ');
        await writeFile(path, solved);
        expect(await watcher.run()).toContain('8 / 8');

        const own = join(handout.folder, 'style_modules/helpers.ts');
        await writeFile(own, 'export const divisor = 2;');
        const usesOwn = solved.replace('H * W * C)', 'H * W * divisor)');
        await writeFile(path, `import { divisor } from './helpers.ts';\n${usesOwn}`);
        expect(await watcher.run()).toMatch(/wrong value.*1 \/ 8/s);
        await writeFile(own, 'export const divisor = 3;');
        expect(await watcher.run()).toMatch(/style_loss\.ts, .*1 \/ 8/s);
        await rm(own);

        expect(await watcher.end('SIGINT')).toBe(0);
      } finally {
        void watcher.end('SIGTERM');
        await writeFile(path, solved);
      }
    },
    2 * MINUTES,
  );
});
