package io.autorec.bench.faults;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The resources that a server holds at a moment.
 *
 * @param residentMib memory of the process
 * @param heapMib of it, objects of Java, with those that are garbage
 * @param threads of the process
 * @param files that are open, connections among them
 * @param collections of garbage until then
 */
record Footprint(long residentMib, long heapMib, long threads, long files, long collections) {
  /** Memory by which the same load may differ from run to run. */
  private static final long SPARE_MIB = 64;

  private static final long SPARE_THREADS = 8;
  private static final long SPARE_FILES = 8;
  private static final double TENTH_MORE = 1.1;
  private static final int QUARTERS = 4;

  /**
   * Describes what grew from the second to the last quarter of a load: the most memory that was
   * held, or the least heap, which is what no collection could free; that only where there was one
   * in the last quarter.
   */
  static Optional<String> growth(List<Footprint> samples) {
    int quarter = samples.size() / QUARTERS;
    List<Footprint> second = samples.subList(quarter, 2 * quarter);
    List<Footprint> last = samples.subList(samples.size() - quarter, samples.size());
    long resident = most(second, Footprint::residentMib);
    long residentThen = most(last, Footprint::residentMib);
    if (residentThen > resident * TENTH_MORE + SPARE_MIB) {
      return Optional.of("memory grew from " + resident + " to " + residentThen + " MiB");
    }
    if (last.isEmpty() || last.get(0).collections == last.get(last.size() - 1).collections) {
      return Optional.empty();
    }
    long heap = least(second, Footprint::heapMib);
    long heapThen = least(last, Footprint::heapMib);
    if (heapThen > heap * TENTH_MORE + SPARE_MIB) {
      return Optional.of("the heap grew from " + heap + " to " + heapThen + " MiB");
    }
    return Optional.empty();
  }

  private static long most(List<Footprint> samples, ToLongFunction<Footprint> measure) {
    return samples.stream().mapToLong(measure).max().orElse(0);
  }

  private static long least(List<Footprint> samples, ToLongFunction<Footprint> measure) {
    return samples.stream().mapToLong(measure).min().orElse(0);
  }

  /** Describes threads or files that were left by a load; empty if there are none. */
  Optional<String> leak(Footprint before) {
    if (threads > before.threads + SPARE_THREADS) {
      return Optional.of(threads + " threads, " + before.threads + " before");
    }
    if (files > before.files + SPARE_FILES) {
      return Optional.of(files + " open files, " + before.files + " before");
    }
    return Optional.empty();
  }
}
