/** What a course's report asks for, and the sentences that its template and its check share. */

/** A picture of the report: one that an entry script draws, or one of the student's own. */
export type WantedFigure = {
  /** The caption. */
  readonly title: string;
} & (
  | {
      /** Path in `visualization/`, with `/`. */
      readonly file: string;
      /** What draws it. */
      readonly command: string;
    }
  | {
      /** An option of `npm run report` that names the file. */
      readonly own: 'content' | 'style';
    }
);

export interface Question {
  /** Part and number, e.g. `1.2`. */
  readonly number: string;
  readonly title: string;
  readonly points: number;
  readonly maxWords: number;
  /** What to write about. */
  readonly task: string;
  /** For the notes of its pages: how to get there. */
  readonly instructions: string;
  readonly figures: readonly WantedFigure[];
  /** How several figures are arranged: beside or below each other. */
  readonly arrange?: 'row' | 'column';
}

export interface ReportPlan {
  readonly title: string;
  /** The empty report, as shipped. */
  readonly template: string;
  /** A student's own. */
  readonly file: string;
  readonly questions: readonly Question[];
}

/** The top line of a question's pages: the check finds them by it where the fields' names are lost. */
export const headingOf = ({ number, title }: Question): string => `Question ${number}: ${title}`;

export const HEADING = /^\s*Question\s+(\d+\.\d+)\b/;

export const limitsOf = ({ points, maxWords }: Question): string => `${points} points, at most ${maxWords} words`;

export const answerPromptOf = ({ maxWords }: Question): string =>
  `Write your answer here, in place of this sentence: at most ${maxWords} words.`;

export const figurePromptOf = (figure: WantedFigure): string =>
  'file' in figure ? `Figure missing: visualization/${figure.file}` : `Picture missing: your own (--${figure.own})`;

export const NAME_PROMPT = 'Write your name here.';

/** Names of the template's fields, as PowerPoint's selection pane shows them. */
export const fields = {
  student: 'student',
  heading: (question: string) => `question:${question}`,
  task: (question: string) => `task:${question}`,
  answer: (question: string) => `answer:${question}`,
  figure: (question: string, index: number) => `figure:${question}:${index + 1}`,
  caption: (question: string, index: number) => `caption:${question}:${index + 1}`,
} as const;

/** The question that a field belongs to. */
export const questionOfField = (name: string): string | undefined =>
  /^(?:question|task|answer|figure|caption):(\d+\.\d+)(?::\d+)?$/.exec(name)?.[1];

/** Everything that the template itself writes on a question's pages. */
export function templateTexts(question: Question): string[] {
  return [
    headingOf(question),
    limitsOf(question),
    question.task,
    answerPromptOf(question),
    ...question.figures.flatMap((figure) => [figurePromptOf(figure), figure.title]),
  ];
}
