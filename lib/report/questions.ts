/** Which pages belong to which question, what is its answer, and which pictures it has. */
import type { Field, Page, ReportDocument } from './document.ts';
import {
  answerPromptOf,
  fields,
  HEADING,
  type Question,
  questionOfField,
  type ReportPlan,
  templateTexts,
} from './plan.ts';
import { squeeze, without } from './words.ts';

export interface QuestionPages {
  readonly pages: readonly Page[];
  /** Without the template's own sentences. */
  readonly answer: string;
  /** `field`: the text of the answer's field; `pages`: all text of the pages that the template did not write. */
  readonly answerFrom: 'field' | 'pages';
  /** The template's sentence is still in the answer's field. */
  readonly hasPrompt: boolean;
  /** Text of its pages outside the answer. */
  readonly outside: string;
  readonly pictures: readonly { readonly page: number; readonly field: string; readonly sha256: string | undefined }[];
}

/** Question number → pages. Also numbers that the plan does not have. */
export function pagesByQuestion({ pages }: ReportDocument): Map<string, Page[]> {
  const found = new Map<string, Page[]>();
  let current: readonly string[] = [];
  for (const page of pages) {
    const own = questionsOf(page);
    // A page that says nothing continues the one before it.
    current = own.length > 0 ? own : current;
    for (const number of current) found.set(number, [...(found.get(number) ?? []), page]);
  }
  return found;
}

/** By the fields' names; where those are lost (another program, a PDF), by the page's heading. */
function questionsOf({ fields }: Page): string[] {
  const byName = fields.flatMap(({ name = '' }) => questionOfField(name) ?? []);
  if (byName.length > 0) return [...new Set(byName)];
  const headings = fields.flatMap(({ text }) => HEADING.exec(text)?.[1] ?? []);
  return headings.slice(0, 1);
}

export function readQuestion(question: Question, pages: readonly Page[], { questions }: ReportPlan): QuestionPages {
  const own = pages.map((page) => ({ page, fields: page.fields.filter((field) => belongs(field, question)) }));
  const known = templateTexts(question);
  const prompt = squeeze(answerPromptOf(question));
  const inField = own.flatMap(({ fields: all }) => all.filter(({ name }) => name === fields.answer(question.number)));
  const others = own.flatMap(({ fields: all }) => all.filter((field) => !inField.includes(field)));
  const fieldText = inField.map(({ text }) => text).join('\n');
  // Where the answer's field is lost, its sentence is among the rest.
  const promptIn = inField.length > 0 ? inField : others;
  const hasPrompt = promptIn.some(({ text }) => squeeze(text).includes(prompt));
  const answer = without(fieldText, [prompt]);
  const outside = others
    .map(({ text }) => without(text, known))
    .join('\n')
    .trim();
  const pictures = own.flatMap(({ page, fields: all }) =>
    all.flatMap(({ name = '', pictures }) => pictures.map((sha256) => ({ page: page.number, field: name, sha256 }))),
  );
  // An untouched field is not lost: its author may have written a caption only.
  const isLost = answer === '' && outside !== '' && !(inField.length > 0 && hasPrompt);
  const common = { pages, hasPrompt, pictures };
  return isLost
    ? { ...common, answer: outside, answerFrom: 'pages', outside: '' }
    : { ...common, answer, answerFrom: 'field', outside };

  /** Fields of another question on the same page are that question's. */
  function belongs({ name = '' }: Field, { number }: Question): boolean {
    const owner = questionOfField(name);
    return owner === undefined || owner === number || !questions.some((one) => one.number === owner);
  }
}
