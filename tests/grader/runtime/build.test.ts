import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildRuntime } from '../../../grader/runtime/build.ts';
import { runtimeModules } from '../../../grader/runtime/modules.ts';

const { dir, hash } = await buildRuntime();
const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
const scripts = files(dir).filter((name) => name.endsWith('.js'));

describe('the runtime', () => {
  it('has a file for every module that a submission may import', async () => {
    expect([...runtimeModules.keys()]).toEqual(expect.arrayContaining(['@tensorflow/tfjs', '#lib/errors.ts']));
    for (const file of runtimeModules.values()) expect(scripts).toContain(file);
    const tf = await import(pathToFileURL(join(dir, runtimeModules.get('@tensorflow/tfjs')!)).href);
    expect(tf).toMatchObject({ conv2d: expect.any(Function), customGrad: expect.any(Function) });
  });

  it('needs no package: what it imports by name is part of Node', () => {
    for (const name of scripts) {
      const source = readFileSync(join(dir, name), 'utf8');
      for (const [, specifier] of source.matchAll(/^(?:import|export)[^'"\n]*from ["']([^"']+)["'];?$/gm)) {
        expect(specifier!.startsWith('.') || isBuiltin(specifier!), specifier).toBe(true);
      }
      expect(source).not.toMatch(/from ["']sharp["']/);
    }
  });

  it('has no right answers: those lie beside it, for wired runs', () => {
    const given = join(dirname(dir), 'given');
    expect(files(given)).toContain('index.js');
    expect(readFileSync(join(given, 'index.js'), 'utf8')).toContain('var given =');
    for (const name of scripts) expect(readFileSync(join(dir, name), 'utf8')).not.toContain('var given =');
  });

  it('can be read by the user of a sandbox, whatever the umask', () => {
    for (const name of files(dir)) expect(statSync(join(dir, name)).mode & 0o444).toBe(0o444);
  });

  it('is built once', async () => {
    expect(await buildRuntime()).toEqual({ dir, hash });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(dir).toContain(hash);
  });
});
