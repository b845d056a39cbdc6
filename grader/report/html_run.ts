/** The last section of report.html: containment, limits and receipt. */

import { html, type Markup } from '../../harness/report/markup.ts';
import type { Containment, Grading, GradingReceipt } from '../types.ts';

const LEVELS: Record<Containment['level'], string> = {
  bubblewrap: 'bubblewrap: separate namespaces',
  user: 'a separate user',
  permission: "not isolated: Node's permission model only",
};

export function howItRan({ containment, limits, receipt }: Grading): Markup | undefined {
  if (!containment && !receipt) return undefined;
  return html`<section aria-labelledby="run">
<details>
<summary><strong id="run">How this was run, and the receipt</strong></summary>
<div class="body">
${containment && containmentPart(containment)}
${limits && limitsPart(limits)}
${receipt && receiptPart(receipt)}
</div>
</details>
</section>`;
}

function containmentPart({ level, held }: Containment): Markup {
  return html`<h3>Containment: ${LEVELS[level]}</h3>
<ul class="plain">${held.map((protection) => html`<li>${protection}</li>`)}</ul>`;
}

function limitsPart(limits: Readonly<Record<string, number>>): Markup {
  return html`<h3>Limits</h3>
<dl>${Object.entries(limits).map(([name, value]) => html`<dt>${nameOf(name)}</dt><dd>${withUnit(name, value)}</dd>`)}</dl>`;
}

function receiptPart(receipt: GradingReceipt): Markup {
  const rows: [string, string][] = [
    ['submission', receipt.submission],
    ['fixtures', receipt.fixtures],
    ['model', `${receipt.modelDescription}; ${receipt.model}`],
    ['harness', `version ${receipt.harnessVersion}; ${receipt.harness}`],
    ['engine', receipt.engine],
    ['Node.js', receipt.node],
  ];
  return html`<h3>Receipt</h3>
<p class="soft">Hashes (SHA-256) of everything this result depends on. <code>npm run collect</code> prints the same one for your submission.</p>
<dl class="long">${rows.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl>`;
}

/** `checkWallMs` → `check wall time` */
const nameOf = (name: string): string =>
  name
    .replace(/Ms$/, 'Time')
    .replace(/Bytes$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace('cpu', 'CPU');

function withUnit(name: string, value: number): string {
  if (name.endsWith('Ms')) return `${value / 1000} s`;
  if (!name.endsWith('Bytes')) return String(value);
  return value >= 2 ** 20 ? `${value / 2 ** 20} MiB` : `${value / 2 ** 10} KiB`;
}
