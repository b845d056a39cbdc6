/** How long a class will still take, from how long its finished part took. */
export class TimeLeft {
  private readonly startMs = performance.now();

  /** @param share of the work that is done, from 0 to 1 */
  text(share: number): string {
    if (share <= 0) return '';
    const seconds = ((performance.now() - this.startMs) / 1000) * (1 / share - 1);
    if (seconds < 60) return `about ${Math.ceil(seconds)} s left`;
    const minutes = Math.round(seconds / 60);
    return minutes < 60 ? `about ${minutes} min left` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
  }
}
