package io.autorec.server.access;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a caller may do something.
 *
 * <ul>
 *   <li>With a file of tokens, a caller needs a token, or a client certificate, that the file
 *       names. If a caller shows a token, only the token counts.
 *   <li>With keys of an identity provider, a JSON Web Token that one of them has signed is as good
 *       as a token of the file. It carries its own name and scopes.
 *   <li>With neither, every caller may ask the models and read the metrics. No caller may
 *       administrate.
 *   <li>If client certificates are required, a caller without one may do nothing.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class Access {
  private static final Set<Scope> OPEN = EnumSet.of(Scope.PREDICT, Scope.METRICS);
  private static final Verdict ANYBODY = new Verdict(true, Optional.empty());
  private static final Verdict UNKNOWN = new Verdict(false, Optional.empty());

  private final Optional<Path> file;
  private final Optional<WebTokenRules> rules;
  private final boolean certificates;
  private final InstantSource clock;
  private volatile Optional<Tokens> tokens;
  private volatile Optional<WebTokens> webTokens;

  /**
   * The result of a check.
   *
   * @param allowed true if the caller may do it
   * @param name the name of the caller, if the server knows it; a caller that is refused although
   *     it is known lacks the scope
   */
  public record Verdict(boolean allowed, Optional<String> name) {}

  /**
   * Makes the access of a server without JSON Web Tokens.
   *
   * @param file the file of tokens, if there is one
   * @param certificates true if clients must show certificates
   * @throws TokensException if the file cannot be used
   */
  public Access(Optional<Path> file, boolean certificates) throws TokensException {
    this(file, Optional.empty(), certificates, InstantSource.system());
  }

  /**
   * Makes the access of a server.
   *
   * @param file the file of tokens, if there is one
   * @param rules what JSON Web Tokens have to fulfil; empty: none is accepted
   * @param certificates true if clients must show certificates
   * @param clock the time, by which JSON Web Tokens expire
   * @throws TokensException if a file cannot be used
   */
  public Access(
      Optional<Path> file, Optional<WebTokenRules> rules, boolean certificates, InstantSource clock)
      throws TokensException {
    this.file = file;
    this.rules = rules;
    this.certificates = certificates;
    this.clock = clock;
    this.tokens = file.isEmpty() ? Optional.empty() : Optional.of(read(file.get()));
    this.webTokens = readKeys();
  }

  private Optional<WebTokens> readKeys() throws TokensException {
    return rules.isEmpty() ? Optional.empty() : Optional.of(WebTokens.read(rules.get(), clock));
  }

  /**
   * Reads the keys of JSON Web Tokens again.
   *
   * @throws TokensException if the file cannot be used; what was read before stays in force
   */
  public void reloadKeys() throws TokensException {
    webTokens = readKeys();
  }

  /**
   * Reads the file of tokens again.
   *
   * @throws TokensException if the file cannot be used; what was read before stays in force
   */
  public void reload() throws TokensException {
    if (file.isPresent()) {
      tokens = Optional.of(read(file.get()));
    }
  }

  private static Tokens read(Path file) throws TokensException {
    String name = "tokens: " + file;
    return Tokens.parse(name, AccessFile.read(name, file).lines().toList());
  }

  /** Returns true if callers need no credentials at all. */
  public boolean open() {
    return file.isEmpty() && rules.isEmpty() && !certificates;
  }

  /** Returns true if callers send tokens, which need TLS to stay secret. */
  public boolean secret() {
    return rules.isPresent() || tokens.map(Tokens::secret).orElse(false);
  }

  /** Returns true if at least one caller may have a scope. */
  public boolean offers(Scope scope) {
    return rules.isPresent()
        || tokens.map(known -> known.offer(scope)).orElse(OPEN.contains(scope));
  }

  /**
   * Checks a caller.
   *
   * @param shown the credentials of the caller
   * @param needed the scopes of which the caller needs one
   */
  public Verdict check(Credentials shown, Set<Scope> needed) {
    if (open()) {
      return Collections.disjoint(OPEN, needed) ? UNKNOWN : ANYBODY;
    }
    if (certificates && shown.subject().isEmpty()) {
      return UNKNOWN;
    }
    Optional<Caller> caller = caller(shown);
    if (caller.isEmpty()) {
      return UNKNOWN;
    }
    return new Verdict(
        !Collections.disjoint(caller.get().scopes(), needed), Optional.of(caller.get().name()));
  }

  private Optional<Caller> caller(Credentials shown) {
    if (file.isEmpty() && rules.isEmpty()) {
      return shown.subject().map(subject -> new Caller(subject.getName(), OPEN));
    }
    return tokens
        .flatMap(known -> known.find(shown))
        .or(() -> shown.token().flatMap(token -> webTokens.flatMap(keys -> keys.find(token))));
  }
}
