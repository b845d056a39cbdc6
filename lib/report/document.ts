/** A report as its check sees it, whether it came as slides or as PDF. */

export interface Field {
  /** As in PowerPoint's selection pane; PDF has none. */
  readonly name?: string;
  readonly text: string;
  /** SHA-256 of each picture's bytes in it; undefined where they are not known (PDF stores pixels its own way). */
  readonly pictures: readonly (string | undefined)[];
}

export interface Page {
  /** From 1. */
  readonly number: number;
  /** Left out of the show, and of most exports. */
  readonly hidden: boolean;
  readonly fields: readonly Field[];
}

export interface ReportDocument {
  readonly format: 'pptx' | 'pdf';
  readonly pages: readonly Page[];
}

/** More pages than this are no report. */
export const MAX_PAGES = 200;
