/** The report's template has a marked field for everything that the plan asks for. */
import { describe, expect, it } from 'vitest';
import { report } from '../../../assignment/report.ts';
import { OfficeFile } from '../../../lib/report/office_file.ts';
import { answerPromptOf, fields, figurePromptOf, HEADING, headingOf } from '../../../lib/report/plan.ts';
import { readPptx } from '../../../lib/report/read_pptx.ts';
import { deliverables } from '../../../scripts/deliverables/plan.ts';
import { templatePptx } from '../../../scripts/report_template/pptx.ts';

describe('the plan', () => {
  it('numbers its questions once each, in order', () => {
    const numbers = report.questions.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort());
    for (const question of report.questions) expect(HEADING.exec(headingOf(question))?.[1]).toBe(question.number);
  });

  it('asks for every figure that the entry scripts draw', () => {
    const asked = report.questions.flatMap(({ figures }) =>
      figures.flatMap((figure) => ('file' in figure ? [figure.file] : [])),
    );
    const drawn = deliverables.filter(({ suffix }) => !suffix).flatMap(({ figures }) => Object.keys(figures));
    for (const name of drawn) expect(asked).toContain(`${name}.png`);
  });
});

describe('the template', () => {
  it('has the same bytes each time, and few of them', async () => {
    const bytes = await templatePptx(report);
    expect(bytes.equals(await templatePptx(report))).toBe(true);
    expect(bytes.length).toBeLessThan(300_000);
  });

  it('has a field for each answer and figure, with what belongs there', async () => {
    const { pages } = await readPptx(await templatePptx(report));
    const all = new Map(pages.flatMap((page) => page.fields.map(({ name, text }) => [name, text])));
    for (const question of report.questions) {
      expect(all.get(fields.answer(question.number))).toBe(answerPromptOf(question));
      expect(all.get(fields.task(question.number))).toBe(question.task);
      for (const [i, figure] of question.figures.entries())
        expect(all.get(fields.figure(question.number, i))).toBe(figurePromptOf(figure));
    }
  });

  it('has instructions in the notes of every slide', async () => {
    const file = await OfficeFile.open(await templatePptx(report));
    const notes = file.names.filter((name) => /notesSlide\d+\.xml$/.test(name));
    expect(notes).toHaveLength(file.names.filter((name) => /slides\/slide\d+\.xml$/.test(name)).length);
    const text = (await Promise.all(notes.map((name) => file.readText(name)))).join('');
    for (const { instructions } of report.questions) expect(text).toContain(instructions.replaceAll('"', '&quot;'));
  });
});
