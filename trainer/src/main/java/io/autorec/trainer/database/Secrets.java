package io.autorec.trainer.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What must not be printed of a connection: its password, wherever it was given. */
final class Secrets {
  private static final String STARS = "***";

  /** Shorter ones may occur in any message, and are replaced as whole words alone. */
  private static final int LONG_CHARS = 6;

  private final JdbcUrl url;
  private final List<Pattern> patterns = new ArrayList<>();

  /**
   * @param password the password beside the URL; empty for none
   */
  Secrets(JdbcUrl url, String password) {
    this.url = url;
    List<String> secrets = new ArrayList<>(url.secrets());
    secrets.add(password);
    for (String secret : List.copyOf(secrets)) {
      secrets.add(decoded(secret));
    }
    for (String secret : secrets) {
      if (!secret.isBlank()) {
        String quoted = Pattern.quote(secret);
        patterns.add(
            Pattern.compile(
                secret.length() >= LONG_CHARS
                    ? quoted
                    : "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])"));
      }
    }
  }

  /** The message of a driver with its first cause, in one line and without secrets. */
  String message(Exception e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause();
    if (cause != null && !message.contains(String.valueOf(cause.getMessage()))) {
      message += " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")";
    }
    return without(message);
  }

  /** A text in one line and without secrets. */
  String without(String text) {
    String hidden = text.replace(url.text(), url.shown()).strip().replaceAll("\\s+", " ");
    for (Pattern pattern : patterns) {
      hidden = pattern.matcher(hidden).replaceAll(STARS);
    }
    return hidden;
  }

  private static String decoded(String secret) {
    try {
      return URLDecoder.decode(secret.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return secret;
    }
  }
}
