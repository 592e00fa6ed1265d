package io.autorec.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.autorec.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies bearer tokens that an identity provider has signed: JSON Web Tokens (RFC 7519), by the
 * practice of RFC 8725.
 *
 * <p>A token counts if one of the keys has signed it by an asymmetric algorithm, if it comes from
 * the issuer, is meant for the audience and has not expired. The caller's name is its subject
 * ({@code sub}) after {@value #NAME_START}, so that nobody is taken for a caller of the file of
 * tokens. Its scopes are the words {@code predict}, {@code admin} and {@code metrics} in {@code
 * scope} (RFC 8693) or {@code scp}, also behind a prefix, as in {@code autorec:predict}.
 *
 * <p>A token is verified once; its digest and caller are kept until it expires.
 */
final class WebTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Stream.concat(JWSAlgorithm.Family.RSA.stream(), JWSAlgorithm.Family.EC.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final int MOST_KNOWN = 10_000;

  private static final String NAME_START = "jwt:";

  /** A subject that a line of the log can show. */
  private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final InstantSource clock;
  private final Cache<String, Verified> known =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

  private record Verified(Caller caller, Instant end) {}

  private WebTokens(JWKSet keys, WebTokenRules rules, InstantSource clock) {
    this.clock = clock;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            rules.audience(),
            new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
  }

  /**
   * Reads the keys.
   *
   * @throws TokensException if the file cannot be used
   */
  static WebTokens read(WebTokenRules rules, InstantSource clock) throws TokensException {
    String name = "jwt-keys: " + rules.keys();
    JWKSet keys;
    try {
      keys = JWKSet.parse(AccessFile.read(name, rules.keys()));
    } catch (ParseException e) {
      throw new TokensException(name + ": no JSON Web Key Set (expected: {\"keys\": [...]})");
    }
    if (keys.getKeys().isEmpty()) {
      throw new TokensException(name + ": no key (expected: at least one)");
    }
    if (!keys.getKeys().stream().allMatch(AsymmetricJWK.class::isInstance)) {
      throw new TokensException(
          name + ": a secret that is shared with the issuer (expected: public keys alone)");
    }
    return new WebTokens(keys.toPublicJWKSet(), rules, clock);
  }

  /** Finds the caller of a token; empty if the token does not count, for whatever reason. */
  Optional<Caller> find(String token) {
    String digest = HexFormat.of().formatHex(Sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    Verified before = known.getIfPresent(digest);
    if (before != null && clock.instant().isBefore(before.end)) {
      return Optional.of(before.caller);
    }
    try {
      JWTClaimsSet claims = verified(token);
      @Nullable String subject = claims.getSubject();
      @Nullable Date end = claims.getExpirationTime();
      // A claim is also there if it is null.
      if (subject == null || end == null || !SUBJECT.matcher(subject).matches()) {
        return Optional.empty();
      }
      Caller caller = new Caller(NAME_START + subject, scopes(claims));
      known.put(digest, new Verified(caller, end.toInstant()));
      return Optional.of(caller);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }

  /** Verifies a token. The library fails at a header that is null, which needs no signature. */
  private JWTClaimsSet verified(String token)
      throws ParseException, BadJOSEException, JOSEException {
    try {
      return processor.process(token, null);
    } catch (RuntimeException e) {
      throw new BadJOSEException("no token", e);
    }
  }

  private static Set<Scope> scopes(JWTClaimsSet claims) throws ParseException {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String claim : List.of("scope", "scp")) {
      Object value = claims.getClaim(claim);
      if (value == null) {
        continue;
      }
      List<?> words =
          value instanceof String text
              ? List.of(text.split(" "))
              : value instanceof List<?> list ? list : List.of(value);
      for (Object word : words) {
        if (!(word instanceof String text)) {
          throw new ParseException(claim + ": not words", 0);
        }
        Scope.of(text.substring(text.lastIndexOf(':') + 1)).ifPresent(scopes::add);
      }
    }
    return scopes;
  }
}
