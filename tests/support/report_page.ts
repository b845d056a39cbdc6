/** Questions to a report's page, answered inside the browser. */
import type { Page } from 'playwright-core';

export const openAll = (page: Page): Promise<void> =>
  page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`) as Promise<void>;

/** By how many pixels the page is wider than the window, and what sticks out. */
export function overflow(page: Page): Promise<{ px: number; by: string[] }> {
  return page.evaluate(`(() => {
    const width = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 0.5);
    const by = out.map((one) => one.tagName + ' ' + one.textContent.trim().slice(0, 60));
    return { px: document.documentElement.scrollWidth - width, by };
  })()`) as Promise<{ px: number; by: string[] }>;
}

/** 1 for h1 and so on, in the page's order. */
export const headingLevels = (page: Page): Promise<number[]> =>
  page.evaluate(
    `[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1]))`,
  ) as Promise<number[]>;

export interface TextContrast {
  readonly text: string;
  readonly ratio: number;
  readonly colors: string;
}

/**
 * Every piece of text that is seen, with the contrast of its color to what lies behind it (WCAG 2.2, "relative luminance" and
 * "contrast ratio"). Open all details first.
 */
export function textContrasts(page: Page): Promise<TextContrast[]> {
  return page.evaluate(`(() => {
    const channels = (color) => color.match(/[\\d.]+/g).map(Number);
    const luminance = (color) => {
      const [r, g, b] = channels(color).slice(0, 3).map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const color = getComputedStyle(one).backgroundColor;
        const [, , , alpha = 1] = channels(color);
        if (alpha === 1) return color;
        if (alpha !== 0) throw new Error('A half transparent background: ' + color);
      }
      return 'rgb(255, 255, 255)';
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent.trim();
      const element = node.parentElement;
      if (!text || !element.checkVisibility()) continue;
      const [front, back] = [getComputedStyle(element).color, behind(element)];
      const [low, high] = [luminance(front), luminance(back)].sort((a, b) => a - b);
      found.push({ text: text.slice(0, 60), ratio: (high + 0.05) / (low + 0.05), colors: front + ' on ' + back });
    }
    return found;
  })()`) as Promise<TextContrast[]>;
}

/** Presses Tab through the page. @returns how many summaries there are, how many were reached, how many can be seen to have the focus */
export async function tabThroughSummaries(page: Page): Promise<{ all: number; reached: number; marked: number }> {
  const all = await page.locator('summary').count();
  const stops = all + (await page.locator('a').count());
  const reached = new Set<number>();
  let marked = 0;
  await page.evaluate(`document.activeElement?.blur()`);
  for (let i = 0; i < stops; i++) {
    await page.keyboard.press('Tab');
    const [index, outline] = (await page.evaluate(`(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return [[...document.querySelectorAll('summary')].indexOf(one), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
    })()`)) as [number, boolean];
    if (index < 0 || reached.has(index)) continue;
    reached.add(index);
    if (outline) marked++;
  }
  return { all, reached: reached.size, marked };
}
