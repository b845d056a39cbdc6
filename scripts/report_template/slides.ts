/** The slides of the report's template, laid out in inches on 13.33 × 7.5. */
import type PptxGenJs from 'pptxgenjs';
import {
  answerPromptOf,
  fields,
  figurePromptOf,
  headingOf,
  limitsOf,
  NAME_PROMPT,
  type Question,
  type ReportPlan,
} from '../../lib/report/plan.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const FONT = 'Arial';
const INK = '1F2937';
const GRAY = '4B5563';
const ACCENT = '1D4ED8';
const LINE = '9CA3AF';
const PAPER = 'F5F7FA';

const MARGIN = 0.6;
const WIDTH = 13.333 - 2 * MARGIN;
const TOP = 1.45;
const BOTTOM = 6.85;
const CAPTION = 0.35;
const GAP = 0.3;
const SIDE = 2.8;

const text = { fontFace: FONT, color: INK, margin: 0 } as const;
const field = { fontFace: FONT, fill: { color: PAPER }, line: { color: LINE, width: 1, dashType: 'dash' } } as const;

export function addSlides(deck: PptxGenJs, plan: ReportPlan): void {
  addTitle(deck, plan);
  for (const question of plan.questions) {
    if (question.figures.length > 0) addFigures(deck, question);
    addAnswer(deck, question);
  }
}

function addTitle(deck: PptxGenJs, { title, questions }: ReportPlan): void {
  const slide = deck.addSlide();
  slide.addText('Report', {
    ...text,
    objectName: 'title',
    ...row(1.6, 0.9),
    fontSize: 44,
    bold: true,
    valign: 'bottom',
  });
  slide.addText(title, {
    ...text,
    objectName: 'subtitle',
    ...row(2.55, 0.6),
    fontSize: 22,
    color: GRAY,
    valign: 'top',
  });
  rule(deck, slide, 3.35);
  slide.addText(NAME_PROMPT, {
    ...field,
    objectName: fields.student,
    ...row(3.75, 0.75),
    w: 7,
    fontSize: 20,
    color: INK,
    valign: 'middle',
  });
  const points = questions.reduce((sum, question) => sum + question.points, 0);
  slide.addText(
    `${questions.length} questions, ${points} points. The notes of each slide say what to do. Check your report with npm run report:check before you hand it in.`,
    { ...text, objectName: 'about', ...row(4.9, 0.8), w: 11, fontSize: 16, color: GRAY, valign: 'top' },
  );
  slide.addNotes(
    [
      'Write your name in its field.',
      'Each question has a slide for its figures, if it asks for any, and a slide for its answer. Keep the names of the fields (Home, Arrange, Selection Pane): the check finds your answers by them.',
      '`npm run report` places your figures, `npm run report:check -- FILE` counts the words and says what is missing. Export the slides as PDF at the end, and check that too.',
    ].join('\n'),
  );
}

function addFigures(deck: PptxGenJs, question: Question): void {
  const slide = questionSlide(deck, question, 'figure');
  const boxes = divide(question);
  for (const [index, figure] of question.figures.entries()) {
    const box = boxes[index]!;
    slide.addText(figurePromptOf(figure), {
      ...field,
      objectName: fields.figure(question.number, index),
      ...box,
      h: box.h - CAPTION,
      fontSize: 12,
      color: GRAY,
      align: 'center',
      valign: 'middle',
    });
    slide.addText(figure.title, {
      ...text,
      objectName: fields.caption(question.number, index),
      ...box,
      y: box.y + box.h - CAPTION,
      h: CAPTION,
      fontSize: 12,
      color: GRAY,
      align: 'center',
      valign: 'bottom',
    });
  }
}

function addAnswer(deck: PptxGenJs, question: Question): void {
  const slide = questionSlide(deck, question, 'answer');
  const height = BOTTOM - TOP;
  const answerWidth = WIDTH - SIDE - GAP;
  slide.addText(answerPromptOf(question), {
    ...field,
    objectName: fields.answer(question.number),
    x: MARGIN,
    y: TOP,
    w: answerWidth,
    h: height,
    fontSize: 13,
    color: INK,
    margin: 10,
    valign: 'top',
    paraSpaceAfter: 6,
    fit: 'shrink',
  });
  slide.addText(question.task, {
    ...text,
    objectName: fields.task(question.number),
    x: MARGIN + answerWidth + GAP,
    y: TOP,
    w: SIDE,
    h: height,
    fontSize: 14,
    color: GRAY,
    valign: 'top',
  });
}

function questionSlide(deck: PptxGenJs, question: Question, kind: 'figure' | 'answer'): PptxGenJs.Slide {
  const slide = deck.addSlide();
  const name = fields.heading(question.number);
  slide.addText(headingOf(question), {
    ...text,
    objectName: name,
    ...row(0.45, 0.6),
    w: 8.6,
    fontSize: 26,
    bold: true,
    valign: 'middle',
  });
  slide.addText(limitsOf(question), {
    ...text,
    objectName: `limits ${question.number}`,
    ...row(0.45, 0.6),
    x: MARGIN + WIDTH - 3.4,
    w: 3.4,
    fontSize: 14,
    color: GRAY,
    align: 'right',
    valign: 'middle',
  });
  rule(deck, slide, 1.15);
  slide.slideNumber = {
    x: MARGIN + WIDTH - 0.6,
    y: 7.0,
    w: 0.6,
    h: 0.25,
    fontFace: FONT,
    fontSize: 10,
    color: GRAY,
    align: 'right',
  };
  slide.addNotes(notesOf(question, kind).join('\n'));
  return slide;
}

function notesOf(question: Question, kind: 'figure' | 'answer'): string[] {
  if (kind === 'answer')
    return [
      `${question.task}`,
      `At most ${question.maxWords} words, in the answer's field: only what is written there is counted. Delete its first sentence.`,
      question.instructions,
    ];
  return [
    ...question.figures.map((figure) =>
      'file' in figure
        ? `${figure.title}: \`${figure.command}\` draws visualization/${figure.file}.`
        : `${figure.title}: \`npm run report -- --${figure.own} FILE\` places it.`,
    ),
    question.instructions,
    'The samples are for comparison; hand in what your own code drew.',
  ];
}

/** A box with its caption for each figure. */
function divide({ figures, arrange = 'row' }: Question): Box[] {
  const n = figures.length;
  const [height, w] = [BOTTOM - TOP, (WIDTH - GAP * (n - 1)) / n];
  if (arrange === 'row') return figures.map((_, i) => ({ x: MARGIN + i * (w + GAP), y: TOP, w, h: height }));
  const h = (height - GAP * (n - 1)) / n;
  return figures.map((_, i) => ({ x: MARGIN, y: TOP + i * (h + GAP), w: WIDTH, h }));
}

const row = (y: number, h: number): Box => ({ x: MARGIN, y, w: WIDTH, h });

function rule(deck: PptxGenJs, slide: PptxGenJs.Slide, y: number): void {
  slide.addShape(deck.ShapeType.line, {
    objectName: 'rule',
    x: MARGIN,
    y,
    w: WIDTH,
    h: 0,
    line: { color: ACCENT, width: 1.5 },
  });
}
