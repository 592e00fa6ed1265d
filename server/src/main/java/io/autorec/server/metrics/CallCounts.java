package io.autorec.server.metrics;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts the calls of each method by their status, whichever part of the server ended them. Calls
 * of unknown methods are counted together.
 *
 * <p>Safe for use by several threads.
 */
public final class CallCounts {
  private final List<String> codes;
  private final Method unknown;
  private final ConcurrentMap<String, Method> methods = new ConcurrentHashMap<>();

  /**
   * Makes counts that are all 0.
   *
   * @param codes the names of the statuses, by their number
   */
  public CallCounts(List<String> codes) {
    this.codes = List.copyOf(codes);
    this.unknown = new Method("unknown", "unknown", "unknown", codes.size());
  }

  /** Counts the calls of a method. */
  public static final class Method {
    private final String service;
    private final String name;
    private final String type;
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder[] ended;

    private Method(String service, String name, String type, int codes) {
      this.service = service;
      this.name = name;
      this.type = type;
      this.ended = Stream.generate(LongAdder::new).limit(codes).toArray(LongAdder[]::new);
    }

    /** Counts a call that starts. */
    public void start() {
      inFlight.increment();
    }

    /**
     * Counts a call that ends.
     *
     * @param code the number of its status
     */
    public void end(int code) {
      inFlight.decrement();
      ended[code].increment();
    }

    String service() {
      return service;
    }

    String name() {
      return name;
    }

    String type() {
      return type;
    }

    /** Returns the number of calls in flight. */
    public long inFlight() {
      return inFlight.sum();
    }

    /** Returns the number of calls that ended with a status. */
    public long ended(int code) {
      return ended[code].sum();
    }
  }

  /**
   * Returns the counts of a method.
   *
   * @param fullName service and method, with a slash between
   * @param type as gRPC names it, such as {@code UNARY}
   */
  public Method method(String fullName, String type) {
    Method known = methods.get(fullName);
    if (known != null) {
      return known;
    }
    int slash = fullName.lastIndexOf('/');
    return methods.computeIfAbsent(
        fullName,
        missing ->
            new Method(
                fullName.substring(0, slash),
                fullName.substring(slash + 1),
                type.toLowerCase(Locale.ROOT).replace("streaming", "stream"),
                codes.size()));
  }

  /** Returns the counts of all unknown methods together. */
  public Method unknown() {
    return unknown;
  }

  List<String> codes() {
    return codes;
  }

  /** Returns the counts of the methods that were called, and those of unknown methods. */
  List<Method> methods() {
    return Stream.concat(methods.values().stream(), Stream.of(unknown)).toList();
  }
}
