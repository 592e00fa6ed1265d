package io.autorec.examples;

import io.autorec.v1.ModelRef;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all commands share: the server, its keys and the model. */
final class CallOptions {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "Where the server listens (default: ${DEFAULT-VALUE}).",
      defaultValue = "localhost:50051")
  private String target = "";

  @Option(names = "--tls", description = "Talks to the server over TLS.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Over TLS, and trusting these certificates (default: those that Java trusts).")
  private @Nullable Path authorities;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Certificate of this client, for a server that wants one; with --key.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Its private key: PKCS#8 in PEM, not encrypted.")
  private @Nullable Path key;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File of the token that the server knows this client by.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask (default: the server's default model).")
  private String model = "";

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "Its version (default: the newest).")
  private long modelVersion;

  @Option(
      names = "--label",
      paramLabel = "WORD",
      description = "In place of a version, one that the server's operator gave a label.")
  private String label = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  boolean help;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  String target() {
    return target;
  }

  /** The credentials of the connection: plain text unless TLS was asked for. */
  ChannelCredentials credentials() {
    if (!tls && authorities == null && certificate == null && key == null) {
      return InsecureChannelCredentials.create();
    }
    if ((certificate == null) != (key == null)) {
      throw mistake("--cert, --key: one without the other (expected: both)");
    }
    try {
      TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
      if (authorities != null) {
        credentials.trustManager(authorities.toFile());
      }
      if (certificate != null && key != null) {
        credentials.keyManager(certificate.toFile(), key.toFile());
      }
      return credentials.build();
    } catch (IOException e) {
      throw mistake("--ca, --cert, --key: cannot be read: " + e.getMessage());
    }
  }

  /** The headers of each call: the token, if there is one. */
  Metadata headers() {
    Metadata headers = new Metadata();
    if (tokenFile != null) {
      try {
        headers.put(AUTHORIZATION, "Bearer " + Files.readString(tokenFile).strip());
      } catch (IOException e) {
        throw mistake("--token-file: \"" + tokenFile + "\" cannot be read: " + e.getMessage());
      }
    }
    return headers;
  }

  ParameterException mistake(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  ModelRef model() {
    return ModelRef.newBuilder().setName(model).setVersion(modelVersion).setLabel(label).build();
  }
}
