/** What is wrong with a report. */
import type { ReportDocument } from './document.ts';
import { MAX_WORDS_OUTSIDE, type ReportFinding, reportFindings } from './findings.ts';
import { fields, NAME_PROMPT, type Question, type ReportPlan, type WantedFigure } from './plan.ts';
import { pagesByQuestion, type QuestionPages, readQuestion } from './questions.ts';
import { countWords, squeeze } from './words.ts';

/** SHA-256 of a file → its name. */
export type KnownPictures = ReadonlyMap<string, string>;

export interface CoursePictures {
  /** Figures of a right solution, as handed out. */
  readonly samples: KnownPictures;
  /** Photographs and paintings that come with the assignment. */
  readonly pictures: KnownPictures;
}

export interface QuestionReport {
  readonly number: string;
  readonly title: string;
  /** Numbers from 1, as when pages are assigned to questions. */
  readonly pages: readonly number[];
  readonly words: number;
  readonly maxWords: number;
  readonly answerFrom: 'field' | 'pages';
  readonly figures: number;
  readonly wantedFigures: number;
}

export interface CheckedReport {
  /** Undefined if it could not be read. */
  readonly format?: ReportDocument['format'];
  readonly pages: number;
  readonly questions: readonly QuestionReport[];
  readonly findings: readonly ReportFinding[];
}

export function checkReport(document: ReportDocument, plan: ReportPlan, course: CoursePictures): CheckedReport {
  const byQuestion = pagesByQuestion(document);
  const findings: ReportFinding[] = [];
  const questions = plan.questions.map((question) => {
    const read = readQuestion(question, byQuestion.get(question.number) ?? [], plan);
    const words = countWords(read.answer);
    const missing = missingFigures(question, read);
    findings.push(
      ...(read.pages.length === 0
        ? [reportFindings.noPage(question)]
        : judge(question, read, words, document.format, course)),
    );
    if (read.pages.length > 0) findings.push(...missing.map((figure) => reportFindings.noFigure(question, figure)));
    return {
      number: question.number,
      title: question.title,
      pages: read.pages.map(({ number }) => number),
      words,
      maxWords: question.maxWords,
      answerFrom: read.answerFrom,
      figures: question.figures.length - missing.length,
      wantedFigures: question.figures.length,
    };
  });
  findings.push(...aboutPages(document, plan, byQuestion));
  return { format: document.format, pages: document.pages.length, questions, findings };
}

function* judge(
  question: Question,
  read: QuestionPages,
  words: number,
  format: ReportDocument['format'],
  { samples, pictures }: CoursePictures,
): Generator<ReportFinding> {
  if (read.hasPrompt) yield reportFindings.instructionsLeft(question, words === 0);
  else if (words === 0) yield reportFindings.noAnswer(question);
  if (words > question.maxWords) yield reportFindings.tooManyWords(question, words);
  if (format === 'pptx' && words > 0 && read.answerFrom === 'pages') yield reportFindings.fieldLost(question);
  const outside = countWords(read.outside);
  if (outside > MAX_WORDS_OUTSIDE) yield reportFindings.outsideField(question, outside);
  const wantsOwn = question.figures.some((figure) => 'own' in figure);
  for (const { page, sha256 = '' } of read.pictures) {
    const [sample, picture] = [samples.get(sha256), pictures.get(sha256)];
    if (sample !== undefined) yield reportFindings.sampleFigure(question, page, sample);
    else if (picture !== undefined && wantsOwn) yield reportFindings.coursePicture(question, page, picture);
  }
}

/** A figure is there if its field holds a picture; other pictures of the question's pages fill what is left, in order. */
function missingFigures({ number, figures }: Question, { pictures }: QuestionPages): WantedFigure[] {
  const names = figures.map((_, index) => fields.figure(number, index));
  const filled = new Set(pictures.map(({ field }) => field).filter((field) => names.includes(field)));
  const others = pictures.filter(({ field }) => !filled.has(field)).length;
  return figures.filter((_, index) => !filled.has(names[index]!)).slice(others);
}

function* aboutPages(
  { format, pages }: ReportDocument,
  { questions }: ReportPlan,
  byQuestion: ReturnType<typeof pagesByQuestion>,
): Generator<ReportFinding> {
  for (const [number, own] of byQuestion)
    if (!questions.some((question) => question.number === number))
      yield reportFindings.unknownQuestion(number, own[0]!.number);
  for (const { hidden, number } of pages) if (hidden) yield reportFindings.hiddenPage(number);
  if (format !== 'pptx') return;
  const name = pages.flatMap((page) => page.fields).find((field) => field.name === fields.student);
  if (name && (name.text === '' || squeeze(name.text) === NAME_PROMPT)) yield reportFindings.noName();
}
