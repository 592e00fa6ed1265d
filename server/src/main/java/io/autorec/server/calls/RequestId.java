package io.autorec.server.calls;

import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The id of a call in logs and traces. It is the metadata {@value #HEADER} of the caller, if that
 * has 1 to {@value #MAX_LENGTH} letters, digits or characters of {@code -_.:/+=}. Other ids are
 * ignored, since they would have to be escaped wherever they are shown.
 */
public final class RequestId {
  /** Name of the metadata. */
  public static final String HEADER = "x-request-id";

  static final Metadata.Key<String> KEY = Metadata.Key.of(HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final int MAX_LENGTH = 128;

  private RequestId() {}

  /** The id that the caller gave. */
  static Optional<String> of(Metadata headers) {
    return Optional.ofNullable(headers.get(KEY)).filter(RequestId::isFit);
  }

  private static boolean isFit(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean fit =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.:/+=".indexOf(c) >= 0;
      if (!fit) {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= MAX_LENGTH;
  }

  /** Makes a random id. */
  static String made() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
