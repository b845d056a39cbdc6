/** An answer other than the one that was asked for, in a sentence for the person who asked. */
export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}
