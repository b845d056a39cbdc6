import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { buildRuntime } from '../../../grader/runtime/build.ts';
import { runtimeModules } from '../../../grader/runtime/modules.ts';

const { dir, hash } = await buildRuntime(assignment);
const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
const scripts = files(dir).filter((name) => name.endsWith('.js'));

describe('the runtime', () => {
  it('has a file for every module that a submission may import', async () => {
    expect([...runtimeModules.keys()]).toEqual(expect.arrayContaining(['@tensorflow/tfjs', '#lib/errors.ts']));
    for (const file of runtimeModules.values()) expect(scripts).toContain(file);
    // In a process of its own: TensorFlow.js holds its backends in a global, and two copies would quarrel.
    const url = pathToFileURL(join(dir, runtimeModules.get('@tensorflow/tfjs')!)).href;
    const script = `import * as tf from '${url}'; console.log(typeof tf.conv2d, typeof tf.customGrad);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe('function function');
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

  it('is made of these files and no others', () => {
    // esbuild notes the file that each piece comes from.
    const marks = scripts.flatMap((name) =>
      [...readFileSync(join(dir, name), 'utf8').matchAll(/^\/\/ ((?!node_modules)[\w./-]+\.ts)$/gm)].map(
        ([, file]) => file!,
      ),
    );
    expect([...new Set(marks.filter((file) => file.startsWith('grader/')))].sort()).toEqual([
      'grader/sandbox/child.ts',
      'grader/sandbox/frames.ts',
      'grader/sandbox/requests.ts',
    ]);
    expect(marks.filter((file) => !/^(lib|harness|assignment\/checks|grader)\//.test(file))).toEqual([]);
  });

  it('has no right answers: those lie beside it, for runs with reference dependencies', () => {
    // esbuild notes the file that each piece comes from.
    const mark = (file: string) => `// ${file}`;
    const { referenceDependencies } = assignment;
    for (const script of scripts)
      expect(readFileSync(join(dir, script), 'utf8')).not.toContain(mark('assignment/reference_dependencies/'));
    for (const { name, file } of referenceDependencies) {
      const source = readFileSync(join(dirname(dir), 'dependencies', name, 'index.js'), 'utf8');
      expect(source).toContain(mark(file));
      // Guided backprop runs on the guided ReLU; no other holds what it was not asked for.
      const own = [file, ...(name === 'guidedBackprop' ? ['assignment/reference_dependencies/guided_relu.ts'] : [])];
      for (const other of referenceDependencies.filter((part) => !own.includes(part.file))) {
        expect(source).not.toContain(mark(other.file));
      }
    }
  });

  it('has no hidden check: those lie beside it, for runs of which nothing is shown', () => {
    const hidden = assignment.checks.filter(({ visibility }) => visibility === 'hidden');
    const beside = readFileSync(join(dirname(dir), 'dependencies/hiddenChecks/index.js'), 'utf8');
    for (const script of scripts) {
      const source = readFileSync(join(dir, script), 'utf8');
      for (const { id } of hidden) {
        expect(source).not.toContain(id);
        expect(beside).toContain(id);
      }
    }
  });

  it('can be read by the user of a sandbox, whatever the umask', () => {
    for (const name of files(dir)) expect(statSync(join(dir, name)).mode & 0o444).toBe(0o444);
  });

  it('is built once', async () => {
    expect(await buildRuntime(assignment)).toEqual({ dir, hash });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(dir).toContain(hash);
  });
});
