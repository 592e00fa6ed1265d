package io.autorec.server.gate;

import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.HeldModel;
import io.autorec.server.fixture.TinyServer;
import io.grpc.TlsServerCredentials;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS, where a connection speaks HTTP/2 only after a handshake. */
class OverloadGateOverTlsIT extends OverloadGateIT {
  @TempDir Path keys;

  @Override
  HeldModel open(Path repository, OverloadGate overload) throws Exception {
    Authority authority = new Authority(keys, "authority");
    authority.sign("server", "CN=server");
    return new HeldModel(
        repository,
        overload,
        TlsServerCredentials.create(
            keys.resolve("server.pem").toFile(), keys.resolve("server.key").toFile()),
        TinyServer.trusting(authority));
  }
}
