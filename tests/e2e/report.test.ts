/** The report as a student makes it, in the handout; and as LibreOffice opens, draws and saves it. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../assignment/report.ts';
import { checkReport } from '../../lib/report/check.ts';
import { readReport } from '../../lib/report/read.ts';
import { projectRoot } from '../../lib/root.ts';
import { templatePptx } from '../../scripts/report_template/pptx.ts';
import { Handout, MINUTES } from '../support/handout.ts';
import { answer, completeReport, noCoursePictures, pngOf, words } from '../support/reports.ts';
import { temporaryFolder } from '../support/temporary_folder.ts';

describe('in the handout', () => {
  let handout: Handout;
  beforeAll(async () => {
    handout = await Handout.unpack();
  }, 2 * MINUTES);
  afterAll(() => handout.remove());

  const path = (name: string) => join(handout.folder, name);
  const checkIt = (...args: string[]) => handout.run('scripts/report_check.ts', ...args);
  const make = (...args: string[]) => handout.run('scripts/report.ts', ...args);

  it('the template lies ready', async () => {
    expect((await readFile(path(report.template))).equals(await templatePptx(report))).toBe(true);
  });

  it('a report gets the figures that there are, says what is missing, and is never overwritten', async () => {
    await mkdir(path('visualization'), { recursive: true });
    await writeFile(path('visualization/saliency_map.png'), pngOf(1).bytes);
    const first = await make('--content', join(projectRoot, 'assets/images/cat.png'));
    expect(first.out).toContain('✓ 1.1 Saliency maps, by hand and with the library');
    expect(first.out).toContain(
      '– 1.2 Guided backprop, Grad-CAM and guided Grad-CAM: not drawn yet (`npm run gradcam`)',
    );
    expect(first.out).toContain('– 2.2 Your painting: not given (`-- --style FILE`)');
    expect(first.code).toBe(0);

    const written = await answer(await readFile(path(report.file)), () => words(50));
    await writeFile(path(report.file), written);
    const again = await make();
    expect([again.code, again.out]).toEqual([2, expect.stringContaining('report-a3.pptx exists already')]);
    expect((await readFile(path(report.file))).equals(written)).toBe(true);

    await writeFile(path('visualization/gradcam.png'), await readFile(path('sample_figures/gradcam.png')));
    expect((await make('--update')).code).toBe(0);
    const checked = await checkIt();
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/^1\.1 Saliency maps +2–3 +50\/350 +1\/1$/m);
    expect(checked.out).toContain("is the course's sample sample_figures/gradcam.png");
    expect(checked.out).toContain("is the course's own assets/images/cat.png");
    expect(checked.out).toContain('Question 1.3 lacks a figure');
    expect(checked.out).not.toContain('Question 1.1 ');
  });

  it('a complete one ends with 0, as JSON too', async () => {
    await writeFile(path('done.pptx'), await completeReport());
    const { code, out } = await checkIt('done.pptx', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      file: 'done.pptx',
      complete: true,
      pagesByQuestion: { 1.1: [2, 3], 1.6: [12], 2.2: [15, 16] },
      findings: [],
    });
  });

  it('what is no report ends with 1, and no file with 2', async () => {
    await writeFile(path('empty.pptx'), '');
    expect(await checkIt('empty.pptx')).toMatchObject({ code: 1, out: expect.stringContaining('It is empty') });
    expect(await checkIt('nowhere.pptx')).toMatchObject({ code: 2, out: expect.stringContaining('it does not exist') });
  });
});

it(
  'staff check a folder, as CSV',
  async () => {
    const { folder, remove } = await temporaryFolder();
    await writeFile(join(folder, 'ada.pptx'), await completeReport());
    await writeFile(join(folder, 'bob.odp'), 'PK');
    const csv = join(folder, 'out', 'reports.csv');
    const command = ['--import', 'tsx', 'scripts/report_check.ts', folder, '--csv', csv];
    const run = promisify(execFile)(process.execPath, command, { cwd: projectRoot });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 of 2 reports are complete.'),
    });
    expect((await readFile(csv, 'utf8')).split('\r\n').map((line) => line.split(',')[3])).toEqual([
      'complete',
      'yes',
      'no',
      undefined,
    ]);
    await remove();
  },
  MINUTES,
);

const hasLibreOffice = (() => {
  try {
    execFileSync('soffice', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasLibreOffice)('LibreOffice', () => {
  let folder: string;
  beforeAll(async () => {
    ({ folder } = await temporaryFolder());
    await writeFile(join(folder, 'report.pptx'), await completeReport());
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A profile of its own: another LibreOffice may be open. */
  async function convert(file: string, format: string): Promise<Buffer> {
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const args = [profile, '--headless', '--convert-to', format, '--outdir', join(folder, 'out'), join(folder, file)];
    await promisify(execFile)('soffice', args, { timeout: 2 * MINUTES });
    return readFile(join(folder, 'out', file.replace(/\w+$/, format)));
  }

  const check = async (bytes: Buffer) => checkReport(await readReport(bytes), report, noCoursePictures);

  it(
    'draws every slide: the PDF has the pages, words and figures of the slides',
    async () => {
      const pdf = await check(await convert('report.pptx', 'pdf'));
      expect(pdf.findings).toEqual([]);
      const slides = await check(await completeReport());
      expect(pdf.pages).toBe(slides.pages);
      const counted = ({ questions }: typeof pdf) =>
        questions.map(({ number, pages, words, figures }) => [number, pages, words, figures]);
      expect(counted(pdf)).toEqual(counted(slides));
    },
    3 * MINUTES,
  );

  it(
    "keeps the fields' names where it saves the report, also by way of its own format",
    async () => {
      await writeFile(join(folder, 'own.odp'), await convert('report.pptx', 'odp'));
      const { findings, questions } = await check(await convert('own.odp', 'pptx'));
      expect(findings).toEqual([]);
      expect(questions.map(({ words, answerFrom }) => [words, answerFrom])).toEqual(
        report.questions.map(() => [40, 'field']),
      );
    },
    3 * MINUTES,
  );
});
