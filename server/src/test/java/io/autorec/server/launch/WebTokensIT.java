package io.autorec.server.launch;

import static io.autorec.server.launch.AdminCalls.answering;
import static io.autorec.server.launch.AdminCalls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.SparseRatings;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls with JSON Web Tokens of an identity provider, without a file of tokens. */
@Timeout(120)
class WebTokensIT {
  private static final String ISSUER = "https://id.example";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PredictRequest PREDICT =
      PredictRequest.newBuilder()
          .addVectors(
              RatingVector.newBuilder()
                  .setSparse(
                      SparseRatings.newBuilder()
                          .addRatings(Rating.newBuilder().setId("i0").setRating(4))))
          .build();

  private final ECKey key = key("one");

  @TempDir Path folder;
  @TempDir Path models;

  @BeforeEach
  void writeKeys() throws Exception {
    Files.writeString(folder.resolve("keys"), new JWKSet(key).toString());
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private TinyServer server() throws Exception {
    return new TinyServer(
        models,
        Map.of(
            "jwt-keys", folder.resolve("keys"), "jwt-issuer", ISSUER, "jwt-audience", "autorec"));
  }

  /** A token of the issuer for the audience. */
  private static String token(ECKey by, String issuer, String scope, Duration left)
      throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience("autorec")
                .subject("shop")
                .expirationTime(Date.from(Instant.now().plus(left)))
                .claim("scope", scope)
                .build());
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  private static AdminServiceBlockingStub admin(TinyServer server, String token) {
    return TinyServer.withToken(AdminServiceGrpc.newBlockingStub(server.connect()), token);
  }

  @Test
  void calls_areAllowed_asTheScopesOfTheTokenSay() throws Exception {
    String predict = token(key, ISSUER, "openid autorec:predict", HOUR);
    String admin = token(key, ISSUER, "autorec:admin", HOUR);
    try (TinyServer server = server()) {
      assertEquals(1, server.stub(predict).predict(PREDICT).getModel().getVersion());
      assertEquals(1, answering(server.stub(predict), ""));
      refusal(Status.Code.PERMISSION_DENIED, () -> AdminCalls.unload(admin(server, predict), 1));
      refusal(Status.Code.PERMISSION_DENIED, () -> server.stub(admin).predict(PREDICT));

      var unused = AdminCalls.label(admin(server, admin), 1, "stable");

      assertEquals(1, answering(server.stub(predict), "stable"));
    }
  }

  @Test
  void calls_areUnauthenticated_withATokenThatDoesNotCount() throws Exception {
    try (TinyServer server = server()) {
      Set<String> refusals = new TreeSet<>();
      for (String wrong :
          new String[] {
            token(key, ISSUER, "predict admin", HOUR.negated()),
            token(key, "https://other.example", "predict admin", HOUR),
            token(key("two"), ISSUER, "predict admin", HOUR),
            token(key("one"), ISSUER, "predict admin", HOUR),
            "a.b.c"
          }) {
        refusals.add(
            refusal(Status.Code.UNAUTHENTICATED, () -> server.stub(wrong).predict(PREDICT))
                .toString());
        refusals.add(
            refusal(Status.Code.UNAUTHENTICATED, () -> answering(server.stub(wrong), ""))
                .toString());
        refusals.add(
            refusal(Status.Code.UNAUTHENTICATED, () -> AdminCalls.unload(admin(server, wrong), 1))
                .toString());
      }
      refusals.add(
          refusal(Status.Code.UNAUTHENTICATED, () -> server.stub().predict(PREDICT)).toString());
      // Nothing says which rule the token broke.
      assertEquals(1, refusals.size(), refusals.toString());
      ModelRef served =
          server
              .stub(token(key, ISSUER, "predict", HOUR))
              .recommend(AdminCalls.asking(""))
              .getModel();
      assertEquals(1, served.getVersion());
    }
  }
}
