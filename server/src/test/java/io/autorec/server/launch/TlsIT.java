package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.TinyServer;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.RecommendRequest;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.core.value.MapPropertyResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class TlsIT {
  @TempDir Path folder;
  @TempDir Path models;
  private Authority authority;

  /** Whom the last connection met. */
  private volatile String met = "";

  @BeforeEach
  void certify() throws Exception {
    authority = new Authority(folder, "authority");
    authority.sign("server", "CN=server");
    authority.sign("alice", "CN=alice");
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("tls-cert", file("server.pem").toString());
    settings.put("tls-key", file("server.key").toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private static Status.Code list(ManagedChannel channel) {
    try {
      Object unused =
          AutoRecServiceGrpc.newBlockingStub(channel)
              .listModels(ListModelsRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private ChannelCredentials alice() throws Exception {
    return TinyServer.trusting(authority, file("alice.pem"), file("alice.key"));
  }

  private static int health(TinyServer server, Map<String, String> settings) {
    CommandLine command = AutorecServer.command();
    List<String> words = new ArrayList<>();
    settings.forEach((name, value) -> words.add("--" + name + "=" + value));
    words.add("health");
    words.add("--port=" + server.port());
    return command.execute(words.toArray(new String[0]));
  }

  @Test
  void calls_areAnsweredOverTlsOnly() throws Exception {
    try (TinyServer server = new TinyServer(models, settings())) {
      assertEquals(Status.Code.OK, list(server.connect(TinyServer.trusting(authority))));
      assertEquals(
          Status.Code.UNAVAILABLE, list(server.connect(InsecureChannelCredentials.create())));
      Authority stranger = new Authority(folder, "stranger");
      assertEquals(Status.Code.UNAVAILABLE, list(server.connect(TinyServer.trusting(stranger))));
      assertEquals(0, health(server, settings()));
      assertEquals(1, health(server, Map.of()));
      assertEquals("TLSv1.2", protocol(server, "TLSv1.2"));
      assertEquals("TLSv1.3", protocol(server, "TLSv1.3", "TLSv1.2"));
    }
  }

  @Test
  void calls_needACertificateOfTheAuthority_whenClientsMustHaveOne() throws Exception {
    Authority stranger = new Authority(folder, "stranger");
    stranger.sign("mallory", "CN=alice");
    Map<String, String> settings = settings("tls-client-ca", authority.certificate().toString());
    try (TinyServer server = new TinyServer(models, settings)) {
      assertEquals(Status.Code.OK, list(server.connect(alice())));
      assertEquals(Status.Code.UNAVAILABLE, list(server.connect(TinyServer.trusting(authority))));
      assertEquals(
          Status.Code.UNAVAILABLE,
          list(
              server.connect(
                  TinyServer.trusting(authority, file("mallory.pem"), file("mallory.key")))));
      // By the server's own certificate, whoever signed that.
      assertEquals(0, health(server, settings));
    }
  }

  @Test
  void health_knowsTheServersOwnCertificate_whenAnotherAuthoritySignsClients() throws Exception {
    Authority clients = new Authority(folder, "clients");
    Map<String, String> settings = settings("tls-client-ca", clients.certificate().toString());
    try (TinyServer server = new TinyServer(models, settings)) {
      assertEquals(Status.Code.UNAVAILABLE, list(server.connect(alice())));
      assertEquals(0, health(server, settings));
    }
  }

  @Test
  void certificates_areTakenAnew_andNoCallFails() throws Exception {
    try (TinyServer server =
        new TinyServer(models, settings("tls-client-ca", authority.certificate().toString()))) {
      AtomicBoolean enough = new AtomicBoolean();
      CompletableFuture<Integer> keptConnection =
          CompletableFuture.supplyAsync(() -> callUntil(enough, server, false));
      CompletableFuture<Integer> newConnections =
          CompletableFuture.supplyAsync(() -> callUntil(enough, server, true));
      for (int renewal = 1; renewal <= 3; renewal++) {
        authority.sign("next", "CN=server " + renewal);
        // Key and certificate do not fit each other in between.
        Files.move(file("next.key"), file("server.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(file("next.pem"), file("server.pem"), StandardCopyOption.REPLACE_EXISTING);
        while (!subject(server).equals("CN=server " + renewal)) {
          assertTrue(!keptConnection.isDone() && !newConnections.isDone(), "a call failed");
          Thread.sleep(20);
        }
      }
      Files.writeString(file("server.key"), "no key");
      long until = System.nanoTime() + 2_500_000_000L;
      while (System.nanoTime() - until < 0) {
        assertEquals("CN=server 3", subject(server));
        Thread.sleep(50);
      }
      enough.set(true);
      assertTrue(keptConnection.get() > 0, "calls");
      assertTrue(newConnections.get() > 0, "connections");
    }
  }

  private int callUntil(AtomicBoolean enough, TinyServer server, boolean anew) {
    try {
      ManagedChannel channel = server.connect(alice());
      int calls = 0;
      while (!enough.get()) {
        if (anew) {
          channel.shutdownNow();
          channel = server.connect(alice());
        }
        Object unused =
            AutoRecServiceGrpc.newBlockingStub(channel)
                .recommend(RecommendRequest.newBuilder().setUserId("u0").build());
        calls++;
      }
      return calls;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Whom a new connection meets. */
  private String subject(TinyServer server) throws Exception {
    try (SSLSocket socket = socket(server, "TLSv1.2")) {
      // 1.2: there the server's certificate is known before it asks for the client's.
      try {
        socket.startHandshake();
      } catch (IOException e) {
        // It wants a certificate of ours, too; its own has been seen.
      }
      return String.valueOf(met);
    }
  }

  private String protocol(TinyServer server, String... offered) throws Exception {
    try (SSLSocket socket = socket(server, offered)) {
      socket.startHandshake();
      assertEquals("h2", socket.getApplicationProtocol());
      return socket.getSession().getProtocol();
    }
  }

  private SSLSocket socket(TinyServer server, String... protocols) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Meets()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port());
    socket.setEnabledProtocols(protocols);
    javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private final class Meets extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
      met = chain[0].getSubjectX500Principal().toString();
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
      throw new AssertionError("no engine here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("with a socket only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
      throw new AssertionError("no server");
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
      throw new AssertionError("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void start_saysWhatIsWrong_whenTheFilesCannotBeUsed() throws Exception {
    authority.sign("other", "CN=other");
    Files.writeString(file("pkcs1.key"), "-----BEGIN RSA PRIVATE KEY-----\n");
    Files.writeString(file("encrypted.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    expectMistake("tls-key: not set", "server.pem", "", "");
    expectMistake("tls-cert: not set", "", "server.key", "");
    expectMistake("tls-client-ca: without TLS", "", "", "authority.pem");
    expectMistake("tls-cert: " + file("none") + ": no such file", "none", "server.key", "");
    expectMistake(
        "tls-key: " + file("other.key") + ": not the key of CN=server",
        "server.pem",
        "other.key",
        "");
    expectMistake("pkcs1.key: a key that cannot be read", "server.pem", "pkcs1.key", "");
    expectMistake("encrypted.key: an encrypted key", "server.pem", "encrypted.key", "");
    expectMistake("server.key: no certificate", "server.key", "server.key", "");
    expectMistake("server.pem: no private key", "server.pem", "server.pem", "");
    expectMistake("tls-client-ca: " + file("none"), "server.pem", "server.key", "none");
  }

  private void expectMistake(String words, String cert, String key, String clientCa) {
    StartException refused =
        assertThrows(
            StartException.class,
            () ->
                Security.of(
                    ServerSettings.of(
                            new MapPropertyResolver(
                                Map.of(
                                    "autorec.tls-cert",
                                    cert.isEmpty() ? "" : file(cert).toString(),
                                    "autorec.tls-key",
                                    key.isEmpty() ? "" : file(key).toString(),
                                    "autorec.tls-client-ca",
                                    clientCa.isEmpty() ? "" : file(clientCa).toString())))
                        .security()));
    assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
  }
}
