/**
 * The host's engine is one, and a check's tensors live in a scope that ends with it: two checks at once would end each other's
 * scopes. So all that computes on the host takes turns, whatever number of submissions is graded at a time.
 */
let last: Promise<unknown> = Promise.resolve();

export function runExclusively<T>(compute: () => Promise<T>): Promise<T> {
  const result = last.then(compute);
  last = result.catch(() => undefined); // the caller sees the rejection; the next turn is not touched by it
  return result;
}
