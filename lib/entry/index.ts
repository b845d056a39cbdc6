/** What the entry scripts are made of: options, network and pictures, progress, where figures go. */
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
export {
  type EntryOptions,
  figurePath,
  pictureOf,
  positiveInteger,
  positiveNumber,
  readEntryOptions,
} from './options.ts';
export { listenForInterrupt, type Progress, startProgress } from './progress.ts';
