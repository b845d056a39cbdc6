/** Makes student-written text harmless for terminals, JSON and HTML. */

/** Removes control and direction characters, which could recolor a terminal or reverse a line; keeps line breaks. */
export function plainText(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '\uFFFD');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** `1.5 of 8 points` */
export function scored(points: number, maxPoints: number): string {
  return `${points} of ${maxPoints} ${maxPoints === 1 ? 'point' : 'points'}`;
}
