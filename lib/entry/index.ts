/** Building blocks of the entry scripts: options, network and pictures, progress, figure paths. */
export { positiveInteger, positiveNumber } from '../command.ts';
export { startProgress } from '../progress.ts';
export { expectImage, expectLoss } from '../returned.ts';
export { classesToDraw, targetFor } from './defaults.ts';
export {
  type Example,
  findClass,
  loadExamples,
  loadPicture,
  nameOfClass,
  openModel,
  probability,
  sampleImage,
  topClass,
} from './examples.ts';
export { listenForInterrupt } from './interrupt.ts';
export { announceMemory } from './memory.ts';
export {
  addPictureOptions,
  type EntryOptions,
  figurePath,
  imageSize,
  type PictureOptions,
  pictureOf,
  readEntryOptions,
} from './options.ts';
export {
  addStyleOptions,
  checkLayers,
  chooseStyle,
  fitToNetwork,
  paintingOf,
  type StyleOptions,
} from './style_options.ts';
export { panelIfSolved, refuseAllGray } from './unsolved.ts';
