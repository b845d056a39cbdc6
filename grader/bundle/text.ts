/** A source file's text, without a byte order mark. Intake has checked that it is UTF-8. */
export function readText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
