import type { Arena } from './arena.ts';

/** Reference-counted numbers in the module's memory. Computed lazily: most of a network's feature maps are never read. */
export class Block {
  private holders = 1;
  private place: number | undefined;

  /**
   * @param compute writes the numbers at the given offset
   * @param inputs what `compute` reads; the block holds them until then
   */
  constructor(
    private readonly arena: Arena,
    readonly size: number,
    private compute?: (at: number) => void,
    private inputs: readonly Block[] = [],
  ) {
    for (const input of inputs) input.hold();
  }

  /** Offset of the numbers, in bytes. */
  get at(): number {
    if (this.place !== undefined) return this.place;
    if (this.holders === 0)
      throw new Error('The numbers of this tensor were freed; is it used after its gradient was taken?');
    const place = this.arena.allocate(this.size);
    try {
      this.compute?.(place);
    } catch (error) {
      this.arena.free(place);
      throw error;
    }
    this.place = place;
    this.forgetInputs();
    return place;
  }

  /** A view, valid until the memory grows. */
  get values(): Float32Array {
    return this.arena.floats(this.at, this.size);
  }

  hold(): this {
    this.holders++;
    return this;
  }

  release(): void {
    this.holders--;
    if (this.holders > 0) return;
    if (this.place !== undefined) this.arena.free(this.place);
    this.place = undefined;
    this.forgetInputs();
  }

  private forgetInputs(): void {
    const inputs = this.inputs;
    this.inputs = [];
    this.compute = undefined;
    for (const input of inputs) input.release();
  }
}
