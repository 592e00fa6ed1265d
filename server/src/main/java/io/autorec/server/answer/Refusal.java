package io.autorec.server.answer;

import io.autorec.model.Orientation;
import io.autorec.server.request.Violation;
import java.util.List;

/** The reason why a call gets no answer. */
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

  /** A refusal for a cause that ends by itself. */
  sealed interface Temporary extends Refusal {
    /** The time until a retry makes sense. */
    long waitNanos();

    @Override
    default Kind kind() {
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

  /** The model or version that the request names does not exist. */
  record NotFound(String message) implements Refusal {
    @Override
    public Kind kind() {
      return Kind.NOT_FOUND;
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

  /** The model, as it is, cannot do what the request asks. */
  record FailedPrecondition(String message) implements Refusal {
    @Override
    public Kind kind() {
      return Kind.FAILED_PRECONDITION;
    }
  }

  /**
   * The queue is full, or too long for an answer in time.
   *
   * @param waitNanos the expected time until the queue is empty
   */
  record Overloaded(long waitNanos) implements Temporary {
    @Override
    public String message() {
      return "too much is waiting to answer in time; retry later";
    }
  }

  /**
   * The caller exceeds its rate of calls.
   *
   * @param waitNanos the time until its next call is accepted
   */
  record TooOften(long waitNanos) implements Temporary {
    @Override
    public String message() {
      return "more calls than this caller may make; retry later";
    }
  }

  /** The client, or all clients together, do not read their answers. */
  record UnreadAnswers() implements Temporary {
    private static final long WAIT_NANOS = 1_000_000_000;

    @Override
    public long waitNanos() {
      return WAIT_NANOS;
    }

    @Override
    public String message() {
      return "too many answers wait to be read; read them, or retry later";
    }
  }

  /** The server loads its models. */
  record Loading() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "the server is loading its models";
    }
  }

  /** The server has had no model since it started. */
  record NoModelYet() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "the server waits for its first model (ListModels shows what is bad)";
    }
  }

  /** The server drains. */
  record ShuttingDown() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "the server is shutting down";
    }
  }

  /** The caller's credentials are missing or unknown. The caller is not told which. */
  record Unauthenticated() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.UNAUTHENTICATED;
    }

    @Override
    public String message() {
      return "unknown caller (expected: authorization: Bearer TOKEN)";
    }
  }

  /** The caller is known and lacks the scope that the service needs. */
  record NotAllowed() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.NOT_ALLOWED;
    }

    @Override
    public String message() {
      return "this caller may not call this service";
    }
  }

  /** The deadline passed before the model ran. */
  record Expired() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.EXPIRED;
    }

    @Override
    public String message() {
      return "the deadline passed in the queue";
    }
  }

  /** The caller cancelled the call before the model ran. */
  record Cancelled() implements Refusal {
    @Override
    public Kind kind() {
      return Kind.CANCELLED;
    }

    @Override
    public String message() {
      return "cancelled by the caller";
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
