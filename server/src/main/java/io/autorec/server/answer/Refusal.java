package io.autorec.server.answer;

import io.autorec.model.Orientation;
import io.autorec.server.request.Violation;
import java.util.List;

/**
 * The reason why a call gets no answer. A reason without details is a constant. Methods make those
 * that differ in their text or their time alone.
 */
public sealed interface Refusal {
  /** The kinds of refusals. Each says what the caller can do. */
  enum Kind {
    /** Correct the request. */
    INVALID,
    /** Ask for something that exists. */
    NOT_FOUND,
    /** Ask another model, or ask for less. */
    FAILED_PRECONDITION,
    /** Come back later. */
    OVERLOADED,
    /** Ask another server. */
    UNAVAILABLE,
    /** Show credentials. */
    UNAUTHENTICATED,
    /** Ask for permission. */
    NOT_ALLOWED,
    /** Allow more time. */
    EXPIRED,
    /** Nothing, since the caller gave up. */
    CANCELLED,
    /** Nothing, since the server or the model is at fault. */
    FAILURE
  }

  /** The kind of the refusal. */
  Kind kind();

  /** The reason in words, for a person. It may contain text of the caller, of any length. */
  String message();

  /** The server loads its models. */
  Refusal LOADING = new Plain(Kind.UNAVAILABLE, "the server is loading its models");

  /** The server has had no model since it started. */
  Refusal NO_MODEL_YET =
      new Plain(
          Kind.UNAVAILABLE, "the server waits for its first model (ListModels shows what is bad)");

  /** The server drains. */
  Refusal SHUTTING_DOWN = new Plain(Kind.UNAVAILABLE, "the server is shutting down");

  /** The caller's credentials are missing or unknown. The caller is not told which. */
  Refusal UNAUTHENTICATED =
      new Plain(Kind.UNAUTHENTICATED, "unknown caller (expected: authorization: Bearer TOKEN)");

  /** The caller is known and lacks the scope that the service needs. */
  Refusal NOT_ALLOWED = new Plain(Kind.NOT_ALLOWED, "this caller may not call this service");

  /** The deadline passed before the model ran. */
  Refusal EXPIRED = new Plain(Kind.EXPIRED, "the deadline passed in the queue");

  /** The caller cancelled the call before the model ran. */
  Refusal CANCELLED = new Plain(Kind.CANCELLED, "cancelled by the caller");

  /** The client, or all clients together, do not read their answers. */
  Refusal UNREAD_ANSWERS =
      new Temporary("too many answers wait to be read; read them, or retry later", 1_000_000_000);

  /** The queue is full, or too long for an answer in time; it is expected to be empty in a time. */
  static Refusal overloaded(long waitNanos) {
    return new Temporary("too much is waiting to answer in time; retry later", waitNanos);
  }

  /** The caller exceeds its rate of calls; its next call is accepted after a time. */
  static Refusal tooOften(long waitNanos) {
    return new Temporary("more calls than this caller may make; retry later", waitNanos);
  }

  /** The model or version that the request names does not exist. */
  static Refusal notFound(String message) {
    return new Plain(Kind.NOT_FOUND, message);
  }

  /** The model, as it is, cannot do what the request asks. */
  static Refusal failedPrecondition(String message) {
    return new Plain(Kind.FAILED_PRECONDITION, message);
  }

  /** A refusal of which there is nothing more to say. */
  record Plain(Kind kind, String message) implements Refusal {}

  /**
   * A refusal for a cause that ends by itself.
   *
   * @param waitNanos the time until a retry makes sense
   */
  record Temporary(String message, long waitNanos) implements Refusal {
    @Override
    public Kind kind() {
      return Kind.OVERLOADED;
    }
  }

  /**
   * The request breaks its rules.
   *
   * @param violations everything that is wrong, at least one thing
   */
  record InvalidRequest(List<Violation> violations) implements Refusal {
    public InvalidRequest {
      violations = List.copyOf(violations);
    }

    /** One thing is wrong. */
    public InvalidRequest(String field, String message) {
      this(List.of(new Violation(field, message)));
    }

    @Override
    public Kind kind() {
      return Kind.INVALID;
    }

    @Override
    public String message() {
      return violations.get(0).field() + ": " + violations.get(0).message();
    }
  }

  /**
   * The model does not know the user or the item.
   *
   * @param of whether the id is a user's or an item's
   * @param model the name of the model
   */
  record UnknownId(Orientation of, String id, String model) implements Refusal {
    @Override
    public Kind kind() {
      return Kind.NOT_FOUND;
    }

    @Override
    public String message() {
      return of + " \"" + id + "\": unknown to model \"" + model + "\"";
    }
  }

  /**
   * The model or the server failed.
   *
   * @param cause the cause, for the log and not for the caller
   */
  record Failure(Throwable cause) implements Refusal {
    @Override
    public Kind kind() {
      return Kind.FAILURE;
    }

    @Override
    public String message() {
      return "the model failed; see the log";
    }
  }
}
