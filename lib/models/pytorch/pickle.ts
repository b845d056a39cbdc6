/**
 * The subset of Python's pickle that a PyTorch `state_dict` uses (docs.python.org, `pickletools`; protocols 2 to 4).
 *
 * A pickle is a program and may name any function to call. This reader calls none: it refuses names that are not in its
 * caller's list, and opcodes that a `state_dict` does not need.
 */

/** The constructor that a name in the pickle stands for: builds a value from its arguments. */
export type PickleCall = (...args: PickleValue[]) => PickleValue;

/** dict and OrderedDict → Map, list and tuple → array, None → null; objects created by the caller. */
export type PickleValue = string | number | bigint | boolean | null | object;

export interface PickleOptions {
  /** `module.name` → what it builds. */
  readonly globals: Readonly<Record<string, PickleCall>>;
  /** Turns a persistent id (PyTorch's reference to a storage) into a value. */
  readonly persistentLoad?: (id: PickleValue) => PickleValue;
}

const MARK = Symbol('mark');

/** @returns the value, and the position after it */
export function unpickle(
  bytes: Uint8Array,
  start: number,
  options: PickleOptions,
): { value: PickleValue; end: number } {
  return new Unpickler(bytes, start, options).run();
}

class Unpickler {
  private readonly view: DataView;
  private readonly stack: (PickleValue | typeof MARK)[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    private readonly bytes: Uint8Array,
    private position: number,
    private readonly options: PickleOptions,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): { value: PickleValue; end: number } {
    for (;;) {
      const at = this.position;
      const opcode = String.fromCharCode(this.take(1)[0] as number);
      if (opcode === '.') return { value: this.pop(), end: this.position };
      const step = Object.hasOwn(OPCODES, opcode) ? OPCODES[opcode] : undefined;
      if (!step)
        throw new Error(
          `the pickle has the opcode 0x${opcode.charCodeAt(0).toString(16)} at byte ${at}, which no state_dict needs`,
        );
      step(this);
    }
  }

  take(count: number): Uint8Array {
    const end = this.position + count;
    if (end > this.bytes.length) throw new Error(`the pickle is truncated at byte ${this.bytes.length}`);
    const part = this.bytes.subarray(this.position, end);
    this.position = end;
    return part;
  }

  uint8 = () => this.take(1)[0] as number;
  uint16 = () => this.number(2, (at) => this.view.getUint16(at, true));
  uint32 = () => this.number(4, (at) => this.view.getUint32(at, true));
  int32 = () => this.number(4, (at) => this.view.getInt32(at, true));
  float64 = () => this.number(8, (at) => this.view.getFloat64(at));

  text = (length: number) => new TextDecoder('utf-8', { fatal: true }).decode(this.take(length));

  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw new Error('the pickle is truncated in a name');
    const line = this.text(end - this.position);
    this.position = end + 1;
    return line;
  }

  /** Little-endian two's complement of any length. */
  integer(length: number): number | bigint {
    const bytes = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  push = (value: PickleValue) => {
    this.stack.push(value);
  };

  pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined || value === MARK) throw new Error(`the pickle is broken before byte ${this.position}`);
    return value;
  }

  mark = () => this.stack.push(MARK);

  /** All values above the last mark. */
  popToMark(): PickleValue[] {
    const at = this.stack.lastIndexOf(MARK);
    if (at < 0) throw new Error(`the pickle is broken before byte ${this.position}: a mark is missing`);
    return this.stack.splice(at).slice(1) as PickleValue[];
  }

  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  remember = (index: number) => {
    this.memo.set(index, this.top());
  };
  memoize = () => this.remember(this.memo.size);

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined)
      throw new Error(`the pickle is broken before byte ${this.position}: nothing is remembered as ${index}`);
    this.push(value);
  }

  global(module: string, name: string): void {
    const path = `${module}.${name}`;
    const call = Object.hasOwn(this.options.globals, path) ? this.options.globals[path] : undefined;
    if (!call) throw new Error(`the pickle names ${path}, which no state_dict needs and which is not run here`);
    this.push(call);
  }

  reduce(): void {
    const [args, call] = [this.pop(), this.pop()];
    if (typeof call !== 'function' || !Array.isArray(args))
      throw new Error('the pickle calls something that is not a function');
    this.push((call as PickleCall)(...args));
  }

  persistentId(): void {
    if (!this.options.persistentLoad) throw new Error('the pickle refers to data outside it');
    this.push(this.options.persistentLoad(this.pop()));
  }

  setItems(items: readonly PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw new Error('the pickle sets an item of something that is not a dict');
    for (let i = 0; i + 1 < items.length; i += 2) dict.set(items[i], items[i + 1]);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw new Error('the pickle appends to something that is not a list');
    for (const item of items) list.push(item);
  }

  /** Attributes of an OrderedDict: PyTorch stores version numbers (`_metadata`) there, which are not needed. */
  build(): void {
    this.pop();
    if (!(this.top() instanceof Map))
      throw new Error('the pickle sets attributes of something that is not an OrderedDict');
  }

  tuple = (length: number) => this.push(Array.from({ length }, () => this.pop()).reverse());

  private number(bytes: number, read: (at: number) => number): number {
    const at = this.position;
    this.take(bytes);
    return read(at);
  }
}

/** Opcodes under their names in CPython's `pickletools`. */
const OPCODES: Readonly<Record<string, (p: Unpickler) => void>> = {
  '\x80': (p) => p.uint8(), // PROTO
  '\x95': (p) => p.take(8), // FRAME
  '(': (p) => p.mark(), // MARK
  N: (p) => p.push(null), // NONE
  '\x88': (p) => p.push(true), // NEWTRUE
  '\x89': (p) => p.push(false), // NEWFALSE
  K: (p) => p.push(p.uint8()), // BININT1
  M: (p) => p.push(p.uint16()), // BININT2
  J: (p) => p.push(p.int32()), // BININT
  '\x8a': (p) => p.push(p.integer(p.uint8())), // LONG1
  G: (p) => p.push(p.float64()), // BINFLOAT
  U: (p) => p.push(p.text(p.uint8())), // SHORT_BINSTRING
  '\x8c': (p) => p.push(p.text(p.uint8())), // SHORT_BINUNICODE
  X: (p) => p.push(p.text(p.uint32())), // BINUNICODE
  '}': (p) => p.push(new Map()), // EMPTY_DICT
  ']': (p) => p.push([]), // EMPTY_LIST
  ')': (p) => p.push([]), // EMPTY_TUPLE
  '\x85': (p) => p.tuple(1), // TUPLE1
  '\x86': (p) => p.tuple(2), // TUPLE2
  '\x87': (p) => p.tuple(3), // TUPLE3
  t: (p) => p.push(p.popToMark()), // TUPLE
  a: (p) => p.append([p.pop()]), // APPEND
  e: (p) => p.append(p.popToMark()), // APPENDS
  s: (p) => p.setItems([p.pop(), p.pop()].reverse()), // SETITEM
  u: (p) => p.setItems(p.popToMark()), // SETITEMS
  q: (p) => p.remember(p.uint8()), // BINPUT
  r: (p) => p.remember(p.uint32()), // LONG_BINPUT
  '\x94': (p) => p.memoize(), // MEMOIZE
  h: (p) => p.recall(p.uint8()), // BINGET
  j: (p) => p.recall(p.uint32()), // LONG_BINGET
  c: (p) => p.global(p.line(), p.line()), // GLOBAL
  '\x93': (p) => p.global(...([p.pop(), p.pop()].reverse().map(String) as [string, string])), // STACK_GLOBAL
  R: (p) => p.reduce(), // REDUCE
  b: (p) => p.build(), // BUILD
  Q: (p) => p.persistentId(), // BINPERSID
};
