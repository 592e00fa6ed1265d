package io.autorec.server.access;

import io.autorec.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The callers in a file of tokens. Each line is
 *
 * <pre>SCOPES NAME TOKEN</pre>
 *
 * or, for clients with certificates, {@code SCOPES NAME subject:CN=...}. Commas separate scopes.
 * Empty lines and lines that begin with # are skipped. A name may have several lines, such as an
 * old and a new token. Only digests of tokens are kept.
 */
final class Tokens {
  private static final int LEAST_LENGTH = 32;
  private static final int MOST_LENGTH = 1024;
  private static final String SUBJECT = "subject:";

  /** The characters of a bearer token, by RFC 6750. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Principal, Caller> subjects = new HashMap<>();

  private record Entry(byte[] digest, Caller caller) {}

  private Tokens() {}

  /**
   * Reads the lines of a file.
   *
   * @param file the name of the file, for messages
   * @throws TokensException if a line is wrong, or no line names a caller
   */
  static Tokens parse(String file, List<String> lines) throws TokensException {
    Tokens tokens = new Tokens();
    Set<String> digests = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = file + " line " + (i + 1) + ": ";
      String[] parts = line.split("\\s+", 3);
      if (parts.length < 3) {
        throw new TokensException(where + "not of three parts (expected: SCOPES NAME TOKEN)");
      }
      if (!NAME.matcher(parts[1]).matches()) {
        throw new TokensException(
            where + "no name in second place (expected: 1 to 64 letters, digits, . _ @ -)");
      }
      Caller caller = new Caller(parts[1], scopes(where, parts[0]));
      if (parts[2].startsWith(SUBJECT)) {
        tokens.addSubject(where, parts[2].substring(SUBJECT.length()), caller);
      } else {
        byte[] digest = digest(checked(where, parts[2]));
        if (!digests.add(new String(digest, StandardCharsets.ISO_8859_1))) {
          throw new TokensException(where + "a token that another line has (expected: its own)");
        }
        tokens.entries.add(new Entry(digest, caller));
      }
    }
    if (tokens.entries.isEmpty() && tokens.subjects.isEmpty()) {
      throw new TokensException(file + ": no token (expected: lines of SCOPES NAME TOKEN)");
    }
    return tokens;
  }

  private static Set<Scope> scopes(String where, String words) throws TokensException {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(",", -1)) {
      Optional<Scope> scope = Scope.of(word);
      if (scope.isEmpty()) {
        // Not shown: it may be a token in the wrong place.
        throw new TokensException(
            where
                + "no scopes in first place (expected: predict, admin, metrics, separated by commas)");
      }
      scopes.add(scope.get());
    }
    return scopes;
  }

  private static String checked(String where, String token) throws TokensException {
    if (token.length() < LEAST_LENGTH || token.length() > MOST_LENGTH) {
      throw new TokensException(
          "%sa token of %s characters (expected: %s to %s)"
              .formatted(where, token.length(), LEAST_LENGTH, MOST_LENGTH));
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new TokensException(
          where
              + "a token with other characters than letters, digits and . _ ~ + / - (= at its"
              + " end)");
    }
    return token;
  }

  private void addSubject(String where, String subject, Caller caller) throws TokensException {
    X500Principal principal;
    try {
      principal = new X500Principal(subject);
    } catch (IllegalArgumentException e) {
      throw new TokensException(where + "no name of a subject (expected: subject:CN=...)");
    }
    if (subjects.putIfAbsent(principal, caller) != null) {
      throw new TokensException(where + "a subject that another line has (expected: its own)");
    }
  }

  /** Returns true if at least one caller has a scope. */
  boolean offer(Scope scope) {
    return entries.stream().anyMatch(entry -> entry.caller.scopes().contains(scope))
        || subjects.values().stream().anyMatch(caller -> caller.scopes().contains(scope));
  }

  /** Returns true if there are tokens, not only subjects of certificates. */
  boolean secret() {
    return !entries.isEmpty();
  }

  /** Finds the caller by its credentials. If there is a header, only the header counts. */
  Optional<Caller> find(Credentials shown) {
    return shown.authorization().isPresent()
        ? shown.token().flatMap(this::byToken)
        : shown.subject().map(subjects::get);
  }

  /** Finds the caller by its token, in a time that reveals nothing about any token. */
  private Optional<Caller> byToken(String token) {
    byte[] digest = digest(token);
    @Nullable Caller found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.digest, digest)) {
        found = entry.caller;
      }
    }
    return Optional.ofNullable(found);
  }

  private static byte[] digest(String token) {
    return Sha256.digest(token.getBytes(StandardCharsets.UTF_8));
  }
}
