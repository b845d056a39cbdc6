import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../grader/limits.ts';
import type { LevelName } from '../../../grader/sandbox/levels/level.ts';
import { projectRoot } from '../../../lib/root.ts';
import {
  containment,
  endings,
  leftovers,
  runHostile,
  spy,
  unavailableReason,
} from '../../../scripts/support/hostile.ts';

const untouched = ['answered', 'answered', 'answered'];

const all: LevelName[] = ['bubblewrap', 'user', 'permission'];
const reasons = await Promise.all(all.map(unavailableReason));
const best = all.find((_, i) => !reasons[i]);

async function expectEnding(inCheck: string, ending: string): Promise<void> {
  // The suite's short limit is for what never ends: on a busy machine, what is to end otherwise would meet it first.
  const changed = ending === 'time limit' ? {} : { checkCpuMs: defaultLimits.checkCpuMs };
  expect(endings(await runHostile({ inCheck }, changed))).toEqual({ attacked: ending, others: untouched });
}

for (const [i, level] of all.entries()) {
  const reason = reasons[i];
  // What the host does is the same at every level: the whole list runs at the best one, the most telling part at the others.
  const atBest = it.runIf(level === best);

  describe.skipIf(reason)(`at level ${level}${reason ? ` (cannot run here: ${reason})` : ''}`, () => {
    let before: string | undefined;
    beforeAll(() => {
      before = process.env.A3_SANDBOX;
      process.env.A3_SANDBOX = level;
    });
    afterAll(() => {
      if (before === undefined) delete process.env.A3_SANDBOX;
      else process.env.A3_SANDBOX = before;
    });
    afterEach(() => expect(leftovers()).toEqual([]));

    it('an honest module is answered', async () => {
      const result = await runHostile({});
      expect(endings(result)).toEqual({ attacked: 'answered', others: untouched });
      expect(result.containment.level).toBe(level);
      const [first] = result.outcomes;
      expect(first?.kind === 'answered' && first.answers.loss).toMatchObject({ dtype: 'float32', shape: [] });
    });

    it.each([
      ['an endless loop', 'for (;;);', 'time limit'],
      ['process.exit(0)', 'process.exit(0);', 'exited'],
      [
        '4 GB in Buffers',
        'const kept = []; for (let i = 0; i < 80; i++) kept.push(Buffer.alloc(5e7, 1));',
        'memory limit',
      ],
    ])('%s costs the check it happens in', async (_, inCheck, ending) => {
      await expectEnding(inCheck, ending);
    });

    atBest.each([
      ['a wait for what never comes', 'return new Promise(() => {});', 'threw'],
      ['a crash', 'process.abort();', 'crashed'],
      [
        "an operation that breaks the engine's memory",
        "tf.sparseToDense(tf.tensor1d([5e8], 'int32'), tf.tensor1d([1]), [4]);",
        'threw',
      ],
      ['a full heap', 'const kept = []; for (;;) kept.push(new Array(1e6).fill(0.5));', 'memory limit'],
      ['4 GB in one ArrayBuffer', 'new Float64Array(5e8).fill(1);', 'threw'],
      [
        'WASM memory',
        `const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
         for (;;) { const size = memory.buffer.byteLength; memory.grow(800); new Uint8Array(memory.buffer).fill(1, size); }`,
        'memory limit',
      ],
      [
        'a bomb of threads',
        "for (;;) new workers.Worker('for (;;);', { eval: true, stdout: true, stderr: true });",
        // Some versions of V8 end the process where they cannot reserve memory for a thread's code.
        expect.stringMatching(/^(threw|crashed)$/),
      ],
      ['a frame that is none', 'fs.writeSync(3, Buffer.alloc(64)); for (;;);', 'broken protocol'],
      ['a frame of 4 GB', 'fs.writeSync(3, Buffer.alloc(64, 255)); for (;;);', 'output limit'],
    ])('%s costs the check it happens in', async (_, inCheck, ending) => {
      await expectEnding(inCheck, ending);
    });

    atBest('what a check leaves behind ends no other: that one is run in a fresh process', async () => {
      const atImport = 'let disturbed = false;';
      const result = await runHostile({
        atImport,
        inCheck: 'disturbed = true;',
        inOthers: 'if (disturbed) process.abort();',
      });
      expect(endings(result)).toEqual({ attacked: 'answered', others: untouched });
    });

    atBest('gigabytes of output cost the check they come from', async () => {
      const inCheck = "const line = 'x'.repeat(65536); for (;;) try { fs.writeSync(1, line) } catch {}";
      const result = await runHostile({ inCheck });
      expect(endings(result).others).toEqual(untouched);
      expect(endings(result).attacked).toMatch(/^(output|time) limit$/);
      expect(result.stdoutTail.length).toBeLessThanOrEqual(16 * 1024);
    });

    atBest.each([
      ['throws', "throw new Error('no')"],
      ['loops', 'for (;;);'],
      ['exits', 'process.exit(0);'],
      ['waits for ever', 'await new Promise(() => {});'],
      ['imports what is not there', "await import('node:nothing');"],
    ])('a module that %s at import fails all its checks, once', async (_, atImport) => {
      const result = await runHostile({ atImport });
      expect(endings(result)).toEqual({
        attacked: 'could not be loaded',
        others: untouched.map(() => 'could not be loaded'),
      });
    });

    atBest('a job that takes too long in all is ended, not each check after it', async () => {
      const forEver = 24 * 3_600_000; // a check's own limit would not end it before the test's does
      const limits = { jobWallMs: 100, checkWallMs: forEver, checkCpuMs: forEver };
      const result = await runHostile({ inCheck: 'for (;;);' }, limits);
      expect(endings(result).others).toEqual(untouched.map(() => 'time limit'));
    });

    atBest('rejections and timers left behind cost nothing', async () => {
      const inCheck = `
        Promise.reject(new Error('nobody waits for me'));
        setTimeout(() => process.exit(0), 0);
        setTimeout(() => { throw new Error('late') }, 0);
        setImmediate(() => process.exit(0));`;
      await expectEnding(inCheck, 'answered');
    });

    atBest('answers to checks that were not asked for end the process, and count for nothing', async () => {
      const atImport = `
        const frame = (header, payload = Buffer.alloc(0)) => {
          const json = Buffer.from(JSON.stringify(header));
          const prefix = Buffer.alloc(8);
          prefix.writeUInt32LE(json.length, 0);
          prefix.writeUInt32LE(payload.length, 4);
          return Buffer.concat([prefix, json, payload]);
        };
        const answers = [{ name: 'loss', dtype: 'float32', shape: [] }];
        const loss = Buffer.from(Float32Array.of(42).buffer);
        const tickets = ['contentLoss.value', 'contentLoss.value.batch', '1', '00000000-0000-0000-0000-000000000000'];
        const forged = [
          ...tickets.map((ticket) => frame({ kind: 'answered', ticket, answers }, loss)),
          frame({ kind: 'ready', ticket: '' }), frame({ kind: 'loaded', ticket: '' }),
        ];`;
      const inCheck = `
        for (let fd = 0; fd < 30; fd++) for (const bytes of forged) { try { fs.writeSync(fd, bytes) } catch {} }`;
      const result = await runHostile({ atImport, inCheck });
      expect(endings(result)).toEqual({ attacked: 'broken protocol', others: untouched });
    });

    atBest('replaced built-ins reach nothing outside of the process', async () => {
      const atImport = `
        for (const name of Object.getOwnPropertyNames(Math)) if (typeof Math[name] === 'function') Math[name] = () => 0;
        JSON.stringify = () => '{"kind":"answered","score":100}';
        Object.entries = () => [['loss', { dtype: 'float32', shape: [], data: Float32Array.of(0) }]];
        Array.prototype.map = function () { return this; };
        Float32Array.from = () => new Float32Array(1);
        Object.prototype.toJSON = () => ({ score: 100 });
        Promise.prototype.then = function (f) { return f(this); };`;
      const { attacked, others } = endings(await runHostile({ atImport }));
      for (const ending of [attacked, ...others]) {
        expect(ending).toMatch(/^(threw|broken protocol|exited|crashed|time limit|could not be loaded)$/);
      }
      expect(JSON.stringify({ a: Math.max(1, 2) })).toBe('{"a":2}');
    });

    it('no file, no environment and no other process is found', async () => {
      const secrets = [
        join(projectRoot, 'package.json'),
        join(projectRoot, 'grader/limits.ts'),
        join(projectRoot, 'reference/style_modules/style_loss.ts'),
        '/proc/1/environ',
        '/proc/self/environ',
        '/proc/self/mountinfo',
        `/proc/${process.pid}/environ`,
        '/etc/passwd',
        '/etc/hostname',
        '/dependencies/index.js',
      ];
      const found = await spy(`{
        read: ${JSON.stringify(secrets)}.filter((path) => { try { return fs.readFileSync(path).length > 0 } catch { return false } }),
        listed: ${JSON.stringify([projectRoot, '/tmp', '/home', '/root', '/proc'])}
          .filter((path) => { try { return fs.readdirSync(path).length > 0 } catch { return false } }),
        environment: Object.keys(process.env).filter((name) => name !== 'PWD'),
      }`);
      expect(found).toEqual({ read: [], listed: [], environment: [] });
    });

    it('no file can be written', async () => {
      const folders = ['/', '/tmp', '/dev/shm', '/module', '/runtime', projectRoot];
      const found = await spy(`[...${JSON.stringify(folders)}, new URL('.', import.meta.url).pathname]
        .filter((folder) => { try { fs.writeFileSync(folder + '/a3_written', 'x'); return true } catch { return false } })`);
      expect(found).toEqual([]);
    });

    it('no process is started', async () => {
      const found = await spy(`(() => {
        const attempts = [process.execPath, '/bin/sh', '/usr/bin/env'].map((program) => () => childProcess.spawnSync(program, ['--version']).status);
        attempts.push(() => childProcess.execSync('id').length, () => childProcess.fork('/runtime/child.js').pid);
        return attempts.map((attempt) => { try { return attempt() ?? null } catch { return null } });
      })()`);
      expect(found).toEqual([null, null, null, null, null]);
    });

    it('what it says of itself is what holds', async () => {
      const { held, missing } = await containment();
      if (level === 'bubblewrap') {
        expect(held).toContain('no network');
        expect(missing.filter((layer) => !/cgroup|processes/.test(layer))).toEqual([]);
      } else {
        expect(missing.some((layer) => layer.startsWith('not isolated'))).toBe(level === 'permission');
      }
    });

    describe('with a server that listens on this machine', () => {
      let server: Server;
      let port = 0;
      beforeAll(async () => {
        server = createServer((socket) => socket.on('error', () => {}).end('hello')).unref();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        port = (server.address() as { port: number }).port;
      });
      afterAll(() => void server.close());

      it('it is reached only where the result says that the network is open', async () => {
        const found = await spy(`new Promise((resolve) => {
          net.connect(${port}, '127.0.0.1').on('connect', () => resolve('connected')).on('error', () => resolve('refused'));
        })`);
        const isOpen = (await containment()).missing.includes('the network is open');
        expect(found).toBe(isOpen ? 'connected' : 'refused');
        if (level === 'bubblewrap') expect(isOpen).toBe(false);
      });
    });
  });
}

describe('A3_SANDBOX', () => {
  it('with a name that is no level is refused', async () => {
    const before = process.env.A3_SANDBOX;
    process.env.A3_SANDBOX = 'docker';
    try {
      await expect(containment()).rejects.toThrow(
        'A3_SANDBOX is "docker"; expected one of bubblewrap, user, permission.',
      );
    } finally {
      if (before === undefined) delete process.env.A3_SANDBOX;
      else process.env.A3_SANDBOX = before;
    }
  });
});
