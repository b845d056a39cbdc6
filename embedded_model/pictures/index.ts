/** Pictures made by the project itself: the training set, the sample images and two paintings. */
export { classNames, isTexture } from './classes.ts';
export { PAINTINGS, renderPainting } from './paintings.ts';
export { renderPicture } from './render.ts';
export { type Sample, samples } from './samples.ts';
