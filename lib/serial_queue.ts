/** Runs tasks one after the other, in the order in which they came. */
export function serialQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined); // the caller sees the rejection; the next task is not touched by it
    return result;
  };
}
