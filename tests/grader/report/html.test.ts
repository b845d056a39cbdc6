import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../grader/report/html.ts';
import { failedSample, gradedSample, refusedSample } from '../../support/sample_gradings.ts';

describe('report.html', () => {
  it('forbids everything but its own style and pictures, and has no script', () => {
    const page = toHtml(gradedSample());
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;`,
    );
    expect(page).not.toMatch(/<script|<link|javascript:|https?:/i);
  });

  it('escapes what a student says, wherever it stands', () => {
    const nasty = `</style><script>alert("1")</script><img src=x onerror='alert(2)'>`;
    const sample = gradedSample(nasty);
    const page = toHtml({
      ...sample,
      name: nasty,
      findings: [{ ...sample.findings[0]!, file: nasty, message: nasty }],
    });
    expect(page).not.toMatch(/<script|<img src=x/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain('&lt;script&gt;');
  });

  it('shows nothing of hidden checks, and no total that would tell how they ended', () => {
    const page = toHtml(gradedSample());
    expect(page).not.toContain('SECRET');
    expect(page).not.toContain('TotalVariationLoss');
    expect(page).toContain('2 <small>of 4.5 points</small>');
    expect(page).toContain('1 more checks, for 2 points, are not shown here.');
  });

  it('draws the expected map, the own one and the difference, and says in words what the colors are', () => {
    const pictures = [...toHtml(gradedSample()).matchAll(/src="data:image\/png;base64,([^"]+)"[^>]*alt="([^"]+)"/g)];
    expect(pictures.map(([, , alt]) => alt?.split(':')[0])).toEqual([
      'gram, expected',
      'gram, yours',
      'gram, difference',
    ]);
    const difference = PNG.sync.read(Buffer.from(pictures[2]![1]!, 'base64'));
    expect([difference.width, difference.height]).toEqual([2, 2]);
    const [lightest, strongest] = [[...difference.data.subarray(0, 3)], [...difference.data.subarray(12, 15)]];
    expect(Math.min(...lightest)).toBeGreaterThan(230);
    expect(strongest[2]! - strongest[0]!).toBeGreaterThan(50); // blue: yours is below
  });

  it('says what a refused and a failed grading are', () => {
    expect(toHtml(refusedSample)).toContain('could not be graded, so it has 0 points. There is nothing in it.');
    const page = toHtml(failedSample);
    expect(page).toContain('no score was given');
    expect(page).not.toMatch(/ENOSPC|0 of 40/);
  });

  it('has a language, a title, one main heading, and labeled sections', () => {
    const page = toHtml(gradedSample());
    expect(page).toContain('<html lang="en">');
    expect(page.match(/<h1>/g)).toHaveLength(1);
    for (const [, id] of page.matchAll(/aria-labelledby="([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
  });
});
