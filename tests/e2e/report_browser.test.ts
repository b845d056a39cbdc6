/** report.html of real gradings, in a real browser: for phones, keyboards and eyes of every kind. Pictures in out/screenshots/. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grade } from '../../grader/grade.ts';
import { writeReports } from '../../grader/report/index.ts';
import { projectRoot } from '../../lib/root.ts';
import { buildGolden, type Golden, readGolden } from '../../scripts/golden/golden.ts';
import { withFolder, writeFiles } from '../../scripts/support/folders.ts';
import { Browser, hasBrowser } from '../support/browser.ts';
import { finished, openTestCourse } from '../support/grading.ts';
import { headingLevels, openAll, overflow, tabThroughSummaries, textContrasts } from '../support/report_page.ts';

const out = join(projectRoot, 'out/screenshots');
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
const LEAST_CONTRAST = 4.5;
const timeout = 300_000;

const NASTY = `</p></style><script>window.hacked = 1</script><img src="x" onerror="window.hacked = 2"><h6>"'\u202Ereversed \u001b[31mred`;
const reference = await readGolden('pass', 'reference');
const submissions: [name: string, golden: Golden][] = [
  ['reference', reference],
  ['half_right', halfRight()],
  ["hostile <img src=x onerror='window.hacked=3'>", hostile()],
];

describe.skipIf(!hasBrowser)(
  `report.html in Chromium${hasBrowser ? '' : ' (skipped: no Chromium is installed)'}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      await mkdir(out, { recursive: true });
      const course = await openTestCourse();
      for (const [name, golden] of submissions) {
        await withFolder(async (folder) => {
          await writeFiles(join(folder, name), await buildGolden(golden));
          await writeReports(folderOf(name), finished(await grade(join(folder, name), course)));
        });
      }
      browser = await Browser.start();
    }, timeout);
    afterAll(() => browser?.close());

    describe.each(submissions.map(([name]) => name))('%s', (name) => {
      let page: Page;
      let problems: string[];
      beforeAll(async () => {
        ({ page, problems } = await browser.open(join(folderOf(name), 'report.html')));
      });
      afterAll(() => page.close());

      it('has the same look on a phone, on a desktop and in the dark, and asks for nothing', async () => {
        const shots = [
          ['phone', PHONE, 'light'],
          ['desktop', DESKTOP, 'light'],
          ['dark', DESKTOP, 'dark'],
        ] as const;
        for (const [title, size, colorScheme] of shots) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(folderOf(name), `${title}.png`), fullPage: true });
        }
        expect(problems).toEqual([]);
      });

      it('can be read by Tab and Enter alone', async () => {
        await openAll(page);
        const { all, reached, marked } = await tabThroughSummaries(page);
        expect(all).toBeGreaterThan(20);
        expect([reached, marked]).toEqual([all, all]);
        const isOpen = () => page.evaluate("document.querySelector('details').open");
        const wasOpen = await isOpen();
        await page.locator('summary').first().focus();
        await page.keyboard.press('Enter');
        expect(await isOpen()).toBe(!wasOpen);
      });

      it('is not wider than a phone, with everything open', async () => {
        await page.setViewportSize(PHONE);
        await openAll(page);
        expect(await overflow(page)).toEqual({ px: 0, by: [] });
      });

      it.each(['light', 'dark'] as const)('has text that stands out, %s', async (colorScheme) => {
        await page.emulateMedia({ colorScheme });
        await openAll(page);
        const contrasts = await textContrasts(page);
        expect(contrasts.length).toBeGreaterThan(100);
        expect(contrasts.filter(({ ratio }) => ratio < LEAST_CONTRAST)).toEqual([]);
      });

      it('has headings in order and a text for every picture', async () => {
        const levels = await headingLevels(page);
        expect(levels.filter((level) => level === 1)).toHaveLength(1);
        expect(levels[0]).toBe(1);
        expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
        const texts = await page.evaluate<string[]>('[...document.images].map((one) => one.alt)');
        expect(texts.filter((text) => !/\S{3}/.test(text))).toEqual([]);
      });
    });

    it('shows what a student says as text, whatever it says', async () => {
      const { page, problems } = await browser.open(join(folderOf(submissions[2]![0]), 'report.html'));
      await openAll(page);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await page.locator('script, img:not([src^="data:image/png;base64,"]), h6, iframe, form').count()).toBe(0);
      const text = (await page.locator('body').textContent()) ?? '';
      expect(text).toContain('<script>window.hacked = 1</script>');
      expect(text).toContain(`Report: ${submissions[2]![0]}`);
      for (const control of ['\u202E', '\u001b']) expect(text).not.toContain(control);
      expect(problems).toEqual([]);
      await page.close();
    });
  },
);

const folderOf = (name: string): string => join(out, name.split(' ')[0]!);

/** Mistakes of several kinds, with hints and pictures, and functions that are not written yet. */
function halfRight(): Golden {
  return {
    ...reference,
    edits: [
      { file: 'visualizers/saliency_map.ts', find: 'return dX.abs().max(-1);', replace: 'return dX.max(-1);' },
      { file: 'style_modules/style_loss.ts', find: 'gram.div(H * W * C)', replace: 'gram.div(H * W)' },
      {
        file: 'visualizers/gradcam.ts',
        find: 'tf.relu(dy).mul(tf.step(saved[0]!))',
        replace: 'dy.mul(tf.step(saved[0]!))',
      },
    ],
    swap: ['visualizers/fooling_image.ts', 'visualizers/class_visualization.ts', 'style_utils.ts'],
  };
}

/** Says markup, direction marks and terminal codes, and words of any length, and answers with numbers of every kind. */
function hostile(): Golden {
  const say = (message: string) => `throw new Error(${JSON.stringify(NASTY)} + ${message});`;
  return {
    ...reference,
    edits: [
      {
        file: 'style_modules/tv_loss.ts',
        find: 'const [N, H, W, C] = img.shape;',
        replace: `const [N, H, W, C] = img.shape; ${say(`'W'.repeat(3000)`)}`,
      },
      {
        file: 'visualizers/saliency_map.ts',
        find: 'return dX.abs().max(-1);',
        replace: say(`'\\n'.repeat(300) + 'x'`),
      },
      {
        file: 'visualizers/gradcam.ts',
        find: 'return tf.grad(score)(X) as tf.Tensor4D;',
        replace: 'return tf.grad(score)(X).mul(1e30).div(0) as tf.Tensor4D;',
      },
    ],
  };
}
