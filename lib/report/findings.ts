/** What can be wrong with a report, in the words that students and staff read. */
import { headingOf, type Question, type WantedFigure } from './plan.ts';

export interface ReportFinding {
  /** A warning costs nothing, and is no reason for exit code 1. */
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** Its number. */
  readonly question?: string;
  readonly page?: number;
  readonly message: string;
}

const about = (
  { number }: Question,
  code: string,
  message: string,
  severity: ReportFinding['severity'] = 'error',
  page?: number,
): ReportFinding => ({ severity, code, question: number, ...(page !== undefined && { page }), message });

/** Few words beside a figure are a caption. */
export const MAX_WORDS_OUTSIDE = 40;

export const reportFindings = {
  /** @param reason sentences; names in them are the student's, so signs that would steer a terminal are replaced */
  unreadable: (reason: string): ReportFinding => ({
    severity: 'error',
    code: 'unreadable',
    message: reason.replace(/\p{C}/gu, '\uFFFD'),
  }),
  noPage: (question: Question) =>
    about(
      question,
      'noPage',
      `No page is for question ${question.number}. Copy its slides from the template, or write "${headingOf(question)}" at the top of its page.`,
    ),
  unknownQuestion: (number: string, page: number): ReportFinding => ({
    severity: 'error',
    code: 'unknownQuestion',
    question: number,
    page,
    message: `Page ${page} answers a question ${number}, which this report does not have. Correct the number, or delete the page.`,
  }),
  noAnswer: (question: Question) =>
    about(question, 'noAnswer', `Question ${question.number} has no answer. Write it in the answer's field.`),
  instructionsLeft: (question: Question, isAll: boolean) =>
    about(
      question,
      isAll ? 'noAnswer' : 'instructionsLeft',
      isAll
        ? `Question ${question.number} has no answer: its field still holds the instructions. Write your answer in their place.`
        : `The answer to question ${question.number} still holds the instructions. Delete that sentence.`,
    ),
  tooManyWords: (question: Question, words: number) =>
    about(
      question,
      'tooManyWords',
      `The answer to question ${question.number} has ${words} words, ${words - question.maxWords} more than the ${question.maxWords} allowed. Shorten it.`,
    ),
  noFigure: (question: Question, figure: WantedFigure) =>
    about(
      question,
      'noFigure',
      `Question ${question.number} lacks a figure: ${figure.title.toLowerCase()}. ${howToPlace(figure)}`,
    ),
  sampleFigure: (question: Question, page: number, sample: string) =>
    about(
      question,
      'sampleFigure',
      `The figure on page ${page} is the course's sample ${sample}, not one that your code drew. Draw your own, and place it with \`npm run report -- --update\`.`,
      'error',
      page,
    ),
  coursePicture: (question: Question, page: number, picture: string) =>
    about(
      question,
      'coursePicture',
      `The picture on page ${page} is the course's own ${picture}; question ${question.number} asks for pictures of your own.`,
      'error',
      page,
    ),
  hiddenPage: (page: number): ReportFinding => ({
    severity: 'error',
    code: 'hiddenPage',
    page,
    message: `Page ${page} is hidden: a PDF may lack it, and page numbers change. Show it (right-click the slide: Hide Slide), or delete it.`,
  }),
  outsideField: (question: Question, words: number) =>
    about(
      question,
      'outsideField',
      `Question ${question.number} has ${words} words outside the answer's field. They are not counted as its answer; if they belong to it, move them there.`,
      'warning',
    ),
  fieldLost: (question: Question) =>
    about(
      question,
      'fieldLost',
      `The answer's field of question ${question.number} was not found, so all text of its pages is counted.`,
      'warning',
    ),
  noName: (): ReportFinding => ({
    severity: 'warning',
    code: 'noName',
    message: 'Your name is missing on the first page.',
  }),
} as const;

const howToPlace = (figure: WantedFigure): string =>
  'file' in figure
    ? `Draw it with \`${figure.command}\`, then \`npm run report -- --update\` places it.`
    : `\`npm run report -- --update --${figure.own} FILE\` places it.`;
