/** Runs tasks one at a time, in order of arrival. */
export function serialQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined); // the caller sees the rejection; it does not affect the next task
    return result;
  };
}
