/** Debian's Chromium on local pages: what a reader of it meets. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
export const hasBrowser = executablePath !== undefined;

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Browser {
  private constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async start(): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'a3-browser-'));
    const context = await chromium.launchPersistentContext(profile, { executablePath: executablePath!, args });
    return new Browser(context, profile);
  }

  /** @returns the page, and what it complained of or asked the network for while it loads and later */
  async open(path: string | URL): Promise<{ page: Page; problems: string[] }> {
    const page = await this.context.newPage();
    const { href: url } = typeof path === 'string' ? pathToFileURL(path) : path;
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
    page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:image/png'))
        problems.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, problems };
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }
}
