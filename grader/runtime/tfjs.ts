/** TensorFlow.js as one module, for submissions: what `import * as tf from '@tensorflow/tfjs'` gives. */
export * from '@tensorflow/tfjs';
