/** The level `user` where nothing can close the network. */
import { expect, it, vi } from 'vitest';
import { user } from '../../../grader/sandbox/levels/user.ts';

vi.mock('../../../grader/sandbox/levels/filter.ts', () => ({ filtered: () => ({ prefix: [] }) }));

it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('is not used without perl', () => {
  expect(user.unavailableReason()).toMatch(/^it needs perl to close the network/);
});
