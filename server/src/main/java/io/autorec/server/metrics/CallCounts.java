package io.autorec.server.metrics;

import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How the calls of each method ended, whoever refused them: also those that no model was asked, and
 * those of methods that there are not, which are counted together.
 *
 * <p>Safe for use by several threads.
 */
public final class CallCounts {
  private final List<String> codes;
  private final Method unknown;
  private final ConcurrentMap<String, Method> methods = new ConcurrentHashMap<>();

  /**
   * @param codes the names of what a call may end with
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
    private final LongAdder underWay = new LongAdder();
    private final LongAdder[] ended;

    private Method(String service, String name, String type, int codes) {
      this.service = service;
      this.name = name;
      this.type = type;
      this.ended = Stream.generate(LongAdder::new).limit(codes).toArray(LongAdder[]::new);
    }

    /** A call has started. */
    public void start() {
      underWay.increment();
    }

    /**
     * A call that started has ended.
     *
     * @param code index of the name of how
     */
    public void end(int code) {
      underWay.decrement();
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

    /** How many are under way. */
    public long underWay() {
      return underWay.sum();
    }

    /** How many have ended so; see {@link #end}. */
    public long ended(int code) {
      return ended[code].sum();
    }
  }

  /** A method that there is. */
  public Method method(MethodDescriptor<?, ?> of) {
    Method known = methods.get(of.getFullMethodName());
    return known != null
        ? known
        : methods.computeIfAbsent(
            of.getFullMethodName(),
            missing ->
                new Method(
                    String.valueOf(of.getServiceName()),
                    String.valueOf(of.getBareMethodName()),
                    word(of.getType()),
                    codes.size()));
  }

  private static String word(MethodDescriptor.MethodType type) {
    return type == MethodDescriptor.MethodType.BIDI_STREAMING
        ? "bidi_stream"
        : type.name().toLowerCase(Locale.ROOT).replace("streaming", "stream");
  }

  /** Stands for all methods that there are not. */
  public Method unknown() {
    return unknown;
  }

  List<String> codes() {
    return codes;
  }

  /** Those that were called, and the one that stands for others. */
  List<Method> methods() {
    return Stream.concat(methods.values().stream(), Stream.of(unknown)).toList();
  }
}
