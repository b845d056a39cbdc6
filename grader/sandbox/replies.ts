/** A sandbox's replies. The host validates them: the submission's code may have written every byte. */
import { z } from 'zod';
import type { ArrayData } from '../../lib/tensor/array.ts';
import { type Frame, FrameError, MAX_MESSAGE_CHARS, readArrays } from './frames.ts';

const MAX_ANSWERS = 32;
const MAX_RANK = 8;
/** A larger axis would not fit the payload; up to here products of shapes stay exact. */
const MAX_AXIS = 2 ** 24;

const ticket = z.string().max(100);
const message = z.string().max(MAX_MESSAGE_CHARS);
const answer = z.strictObject({
  name: z.string().regex(/^[A-Za-z][\w ,.()-]{0,99}$/),
  dtype: z.enum(['float32', 'int32']),
  shape: z.array(z.number().int().min(0).max(MAX_AXIS)).max(MAX_RANK),
});
const replySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), ticket }),
  z.strictObject({ kind: z.literal('loaded'), ticket }),
  z.strictObject({ kind: z.literal('notLoaded'), ticket, message }),
  z.strictObject({ kind: z.literal('answered'), ticket, answers: z.array(answer).max(MAX_ANSWERS) }),
  z.strictObject({ kind: z.literal('notImplemented'), ticket, message }),
  z.strictObject({ kind: z.literal('threw'), ticket, message, location: message.optional() }),
]);

/** A reply as it is written. */
export type ReplyHeader = z.infer<typeof replySchema>;

/** A reply as it is read: answers with their values. */
export type Reply =
  | Exclude<ReplyHeader, { kind: 'answered' }>
  | { readonly kind: 'answered'; readonly ticket: string; readonly answers: Readonly<Record<string, ArrayData>> };

/** @throws FrameError for anything but a well-formed reply whose payload has exactly the announced size */
export function decodeReply({ header, payload }: Frame): Reply {
  const parsed = replySchema.safeParse(header);
  if (!parsed.success) throw new FrameError(`A reply has the wrong form: ${z.prettifyError(parsed.error)}`);
  const reply = parsed.data;
  if (reply.kind !== 'answered') {
    if (payload.byteLength > 0) throw new FrameError(`A reply of kind "${reply.kind}" has a payload.`);
    return reply;
  }
  const names = reply.answers.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new FrameError('Two answers have the same name.');
  const values = readArrays(reply.answers, payload);
  // fromEntries defines own properties, whatever their names (`__proto__`).
  return { ...reply, answers: Object.fromEntries(names.map((name, i) => [name, values[i]!])) };
}
