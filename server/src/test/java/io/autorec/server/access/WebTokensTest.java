package io.autorec.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebTokensTest {
  private static final String ISSUER = "https://id.example";
  private static final String AUDIENCE = "autorec";
  private static final String LISTED = "app-0123456789012345678901234567";

  private static ECKey key;
  private static ECKey other;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private Access access;

  @BeforeAll
  static void drawKeys() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    other = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
  }

  @BeforeEach
  void readKeys() throws Exception {
    write(new JWKSet(key));
    access = access(Optional.empty());
  }

  private void write(JWKSet keys) throws Exception {
    Files.writeString(folder.resolve("keys"), keys.toString());
  }

  private Access access(Optional<Path> tokens) throws Exception {
    WebTokenRules rules = new WebTokenRules(folder.resolve("keys"), ISSUER, AUDIENCE);
    return new Access(tokens, Optional.of(rules), false, () -> now);
  }

  /** The claims of a token that counts for an hour. */
  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("shop")
        .expirationTime(Date.from(now.plusSeconds(3600)))
        .claim("scope", "openid autorec:predict");
  }

  private static String signed(ECKey by, JWTClaimsSet claims) throws Exception {
    return signed(by, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()), claims);
  }

  private static String signed(ECKey by, JWSHeader.Builder header, JWTClaimsSet claims)
      throws Exception {
    SignedJWT token = new SignedJWT(header.build(), claims);
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  private String verdict(String token, Scope needed) {
    Credentials shown = new Credentials(Optional.of("Bearer " + token), Optional.empty());
    Access.Verdict verdict = access.check(shown, Set.of(needed));
    return verdict.name().orElse("unknown") + (verdict.allowed() ? "" : " may not");
  }

  @Test
  void check_allowsTheScopesOfTheToken() throws Exception {
    String predict = signed(key, claims().build());
    assertEquals("jwt:shop", verdict(predict, Scope.PREDICT));
    assertEquals("jwt:shop may not", verdict(predict, Scope.ADMIN));
    String words = signed(key, claims().claim("scope", "predict metrics").build());
    assertEquals("jwt:shop", verdict(words, Scope.METRICS));
    String list =
        signed(key, claims().claim("scope", null).claim("scp", List.of("admin", "x")).build());
    assertEquals("jwt:shop", verdict(list, Scope.ADMIN));
    assertEquals("jwt:shop may not", verdict(list, Scope.PREDICT));
    String none = signed(key, claims().claim("scope", null).build());
    assertEquals("jwt:shop may not", verdict(none, Scope.PREDICT));
    String at =
        signed(
            key,
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt")),
            claims().build());
    assertEquals("jwt:shop", verdict(at, Scope.PREDICT));
  }

  @Test
  void check_doesNotKnowATokenThatBreaksARule() throws Exception {
    Date past = Date.from(now.minusSeconds(120));
    Date later = Date.from(now.plusSeconds(120));
    for (String token :
        List.of(
            signed(other, claims().build()),
            signed(key, claims().issuer("https://other.example").build()),
            signed(key, claims().audience("other").build()),
            signed(key, claims().audience((String) null).build()),
            signed(key, claims().subject(null).build()),
            signed(key, claims().subject("two\nlines").build()),
            signed(key, claims().expirationTime(past).build()),
            signed(key, claims().expirationTime(null).build()),
            signed(key, claims().notBeforeTime(later).build()),
            signed(key, claims().claim("scope", 7).build()),
            signed(
                key,
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("logout+jwt")),
                claims().build()),
            new PlainJWT(claims().build()).serialize(),
            byPublicKeyAsSecret(),
            signed(key, claims().build()) + "x",
            "a.b.c",
            "bnVsbA.bnVsbA.x",
            "")) {
      assertEquals("unknown may not", verdict(token, Scope.PREDICT), token);
    }
  }

  /** An issuer that writes null, or a list of more than words, is no fault of the server. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sub\": null, \"exp\": 2000000000",
        "\"sub\": \"shop\", \"exp\": null",
        "\"sub\": \"shop\", \"exp\": \"soon\"",
        "\"sub\": \"shop\", \"exp\": 2000000000, \"scp\": [\"predict\", null]",
        "\"sub\": \"shop\", \"exp\": 2000000000, \"scp\": [\"predict\", 7]",
        "\"sub\": \"shop\", \"exp\": 2000000000, \"scope\": {\"predict\": 1}"
      })
  void check_doesNotKnowATokenWhoseClaimsAreOfAnotherType(String claims) throws Exception {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
            new Payload(
                "{\"iss\": \"%s\", \"aud\": \"%s\", %s}".formatted(ISSUER, AUDIENCE, claims)));
    token.sign(new ECDSASigner(key));
    assertEquals("unknown may not", verdict(token.serialize(), Scope.PREDICT));
  }

  /** The old attack: the public key, which everybody knows, as the secret of a symmetric one. */
  private String byPublicKeyAsSecret() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    token.sign(new MACSigner(key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
    return token.serialize();
  }

  @Test
  void check_knowsATokenUntilItExpires_alsoIfItCameBefore() throws Exception {
    String token = signed(key, claims().build());
    assertEquals("jwt:shop", verdict(token, Scope.PREDICT));
    now = now.plusSeconds(3500);
    assertEquals("jwt:shop", verdict(token, Scope.PREDICT));
    now = now.plusSeconds(200);
    assertEquals("unknown may not", verdict(token, Scope.PREDICT));
  }

  @Test
  void reloadKeys_forgetsTokensOfAKeyThatIsGone_andKeepsKeysIfTheFileIsWrong() throws Exception {
    String before = signed(key, claims().build());
    String after = signed(other, claims().build());
    assertEquals("jwt:shop", verdict(before, Scope.PREDICT));
    write(new JWKSet(other));
    access.reloadKeys();
    assertEquals("unknown may not", verdict(before, Scope.PREDICT));
    assertEquals("jwt:shop", verdict(after, Scope.PREDICT));
    Files.writeString(folder.resolve("keys"), "{}");
    assertThrows(TokensException.class, access::reloadKeys);
    assertEquals("jwt:shop", verdict(after, Scope.PREDICT));
  }

  @Test
  void check_knowsTokensOfBothKinds() throws Exception {
    Path tokens = Files.write(folder.resolve("tokens"), List.of("predict app " + LISTED));
    access = access(Optional.of(tokens));
    assertEquals("app", verdict(LISTED, Scope.PREDICT));
    assertEquals("jwt:shop", verdict(signed(key, claims().build()), Scope.PREDICT));
    assertEquals("jwt:app", verdict(signed(key, claims().subject("app").build()), Scope.PREDICT));
    assertEquals("unknown may not", verdict("x", Scope.PREDICT));
  }

  @Test
  void access_isClosedToCallersWithoutToken() {
    assertFalse(access.open());
    assertTrue(access.secret());
    assertTrue(access.offers(Scope.ADMIN));
    assertFalse(access.check(Credentials.NONE, Set.of(Scope.PREDICT)).allowed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"keys\": []}", "{\"keys\": [{\"kty\": \"x\"}]}"})
  void access_refusesAFileWithoutKeys(String text) throws Exception {
    Files.writeString(folder.resolve("keys"), text);
    TokensException refused = assertThrows(TokensException.class, () -> access(Optional.empty()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("jwt-keys: " + folder.resolve("keys") + ": "), message);
  }

  @Test
  void access_readsKeysAfterAByteOrderMark_andNamesWhatIsNoText() throws Exception {
    Files.writeString(folder.resolve("keys"), "\uFEFF" + new JWKSet(key));
    access = access(Optional.empty());
    assertEquals("jwt:shop", verdict(signed(key, claims().build()), Scope.PREDICT));
    Files.write(folder.resolve("keys"), new byte[] {(byte) 0xff});
    String refused =
        assertThrows(TokensException.class, () -> access(Optional.empty())).getMessage();
    assertEquals("jwt-keys: " + folder.resolve("keys") + ": not UTF-8", refused);
  }

  @Test
  void access_refusesASharedSecret() throws Exception {
    OctetSequenceKey secret = new OctetSequenceKey.Builder(new byte[32]).build();
    Files.writeString(folder.resolve("keys"), new JWKSet(secret).toString(false));
    TokensException refused = assertThrows(TokensException.class, () -> access(Optional.empty()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("a secret that is shared"), message);
  }
}
