/** Bytes that an allocation is rounded up to: whole vectors, whole cache lines. */
const UNIT = 64;
const PAGE = 65536;

interface Hole {
  at: number;
  bytes: number;
}

/** Allocates blocks of a WebAssembly memory. Freed ones merge with their neighbors and are reused; the memory only grows. */
export class Arena {
  /** In address order, no two adjacent. */
  private readonly holes: Hole[] = [];
  private readonly sizes = new Map<number, number>();
  private end: number;

  constructor(
    readonly memory: WebAssembly.Memory,
    start: number,
  ) {
    this.end = start;
  }

  /** How many blocks are in use. */
  get count(): number {
    return this.sizes.size;
  }

  /** @returns the block's offset, in bytes. @throws Error if the memory cannot grow */
  allocate(floats: number): number {
    const bytes = Math.max(1, Math.ceil((4 * floats) / UNIT)) * UNIT;
    const at = this.fromHole(bytes) ?? this.fromEnd(bytes);
    this.sizes.set(at, bytes);
    return at;
  }

  free(at: number): void {
    const bytes = this.sizes.get(at)!;
    this.sizes.delete(at);
    let next = this.holes.findIndex((hole) => hole.at > at);
    if (next < 0) next = this.holes.length;
    this.holes.splice(next, 0, { at, bytes });
    this.join(next);
    this.join(next - 1);
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  ints(at: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length);
  }

  /** Best fit: from the smallest hole that is large enough. */
  private fromHole(bytes: number): number | undefined {
    let best = -1;
    for (const [i, hole] of this.holes.entries()) {
      if (hole.bytes >= bytes && (best < 0 || hole.bytes < this.holes[best]!.bytes)) best = i;
    }
    const hole = this.holes[best];
    if (hole === undefined) return undefined;
    const { at } = hole;
    if (hole.bytes === bytes) this.holes.splice(best, 1);
    else this.holes[best] = { at: at + bytes, bytes: hole.bytes - bytes };
    return at;
  }

  private fromEnd(bytes: number): number {
    const last = this.holes.at(-1);
    const at = last !== undefined && last.at + last.bytes === this.end ? last.at : this.end;
    const missing = at + bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.grow(missing);
    if (at !== this.end) this.holes.pop();
    this.end = at + bytes;
    return at;
  }

  private grow(bytes: number): void {
    try {
      this.memory.grow(Math.ceil(bytes / PAGE));
    } catch (cause) {
      const mib = Math.round((this.memory.buffer.byteLength + bytes) / 2 ** 20);
      const message = `The network needs more memory than it can get (${mib} MiB): use smaller images, or fewer at once.`;
      throw new Error(message, { cause });
    }
  }

  /** Merges hole number `i` with the next if they are adjacent. */
  private join(i: number): void {
    const [hole, next] = [this.holes[i], this.holes[i + 1]];
    if (hole === undefined || next === undefined || hole.at + hole.bytes !== next.at) return;
    hole.bytes += next.bytes;
    this.holes.splice(i + 1, 1);
  }
}
