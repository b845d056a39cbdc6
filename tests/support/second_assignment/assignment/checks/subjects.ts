import type { Subject } from '../../harness/check.ts';

const module = 'classifier/cross_entropy.ts';

export const softmaxSubject: Subject = { module, name: 'CrossEntropy.softmax', title: 'softmax' };
export const lossSubject: Subject = {
  module,
  name: 'CrossEntropy.forward',
  title: 'cross-entropy',
  builtOn: ['CrossEntropy.softmax'],
};
