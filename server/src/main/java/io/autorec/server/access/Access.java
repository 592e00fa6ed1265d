package io.autorec.server.access;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what.
 *
 * <ul>
 *   <li>With a file of tokens: whoever shows a token, or a client certificate, that it names. A
 *       token that is shown decides alone. Where client certificates are wanted, nobody without.
 *   <li>Without one: everybody may ask the models and read the metrics, or where client
 *       certificates are wanted, whoever has one. Nobody may administrate.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class Access {
  private static final Set<Scope> OPEN = EnumSet.of(Scope.PREDICT, Scope.METRICS);
  private static final Verdict ANYBODY = new Verdict.Allowed(Optional.empty());
  private static final Verdict UNKNOWN = new Verdict.Refused(Optional.empty());

  private final Optional<Path> file;
  private final boolean certificates;
  private volatile Optional<Tokens> tokens;

  private Access(Optional<Path> file, boolean certificates) throws TokensException {
    this.file = file;
    this.certificates = certificates;
    this.tokens = file.isEmpty() ? Optional.empty() : Optional.of(read(file.get()));
  }

  /**
   * Access as it is configured.
   *
   * @param file the tokens, if any are wanted
   * @param certificates whether clients have certificates
   * @throws TokensException if the file cannot be used
   */
  public static Access of(Optional<Path> file, boolean certificates) throws TokensException {
    return new Access(file, certificates);
  }

  /**
   * Reads the file again.
   *
   * @throws TokensException if it cannot be used; what was read before still holds then
   */
  public void reload() throws TokensException {
    if (file.isPresent()) {
      tokens = Optional.of(read(file.get()));
    }
  }

  private static Tokens read(Path file) throws TokensException {
    String name = "tokens: " + file;
    try {
      return Tokens.parse(name, Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new TokensException(name + ": no such file");
    } catch (CharacterCodingException e) {
      throw new TokensException(name + ": not UTF-8");
    } catch (IOException e) {
      throw new TokensException(name + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether everybody may do all that anybody may. */
  public boolean open() {
    return file.isEmpty() && !certificates;
  }

  /** Whether callers show secrets that must not be seen on their way. */
  public boolean secret() {
    return tokens.map(Tokens::secret).orElse(false);
  }

  /** Whether there is anybody who may do something, whoever they are. */
  public boolean offers(Scope scope) {
    return tokens.map(known -> known.offer(scope)).orElse(OPEN.contains(scope));
  }

  /**
   * Whether a caller may do something.
   *
   * @param shown what the caller shows
   * @param needed of which one is enough
   */
  public Verdict check(Credentials shown, Set<Scope> needed) {
    if (open()) {
      return Collections.disjoint(OPEN, needed) ? UNKNOWN : ANYBODY;
    }
    if (certificates && shown.subject().isEmpty()) {
      return UNKNOWN;
    }
    Optional<Tokens> known = tokens;
    Optional<Caller> caller =
        known.isPresent()
            ? known.get().find(shown)
            : shown.subject().map(subject -> new Caller(subject.getName(), OPEN));
    if (caller.isEmpty()) {
      return UNKNOWN;
    }
    Optional<String> name = Optional.of(caller.get().name());
    return Collections.disjoint(caller.get().scopes(), needed)
        ? new Verdict.Refused(name)
        : new Verdict.Allowed(name);
  }
}
