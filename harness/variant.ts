/** The reference's module with one function replaced by a variant (a misconception or an accepted solution). */
import type { Exports, Subject } from './check.ts';

export interface Variant {
  readonly subject: Subject;
  /** Shaped like the exports of the subject's module, without what the subject does not need. */
  readonly exports: Exports;
}

/** The reference's exports, overridden by the variant's. Methods that call the function through `this` get the variant's. */
export function mergeVariant({ exports }: Variant, reference: Exports): Exports {
  const merged = { ...reference };
  for (const [name, value] of Object.entries<Exports>(exports)) {
    merged[name] = isClass(value) ? withMembersOf(reference[name], value) : value;
  }
  return merged;
}

const isClass = (value: unknown): value is new () => object =>
  typeof value === 'function' && value.toString().startsWith('class');

/** `Base` with the members of an instance of `Other`. */
export function withMembersOf(Base: new () => object, Other: new () => object): new () => object {
  return class extends Base {
    constructor() {
      super();
      Object.assign(this, new Other());
    }
  };
}
