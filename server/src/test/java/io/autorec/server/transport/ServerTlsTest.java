package io.autorec.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.fixture.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
  private static final Instant BEGIN = Instant.parse("2031-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2031-03-01T00:00:00Z");

  @TempDir Path folder;

  private ServerTls tls() throws TlsException {
    return ServerTls.of(
        new TlsFiles(folder.resolve("server.pem"), folder.resolve("server.key"), Optional.empty()));
  }

  @Test
  void fault_isThatOfTheTime() throws Exception {
    new Authority(folder, "authority").sign("server", "CN=server", BEGIN, END);
    ServerTls tls = tls();
    assertEquals(
        Optional.of("the certificate of CN=server is not valid before 2031-01-01T00:00:00Z"),
        tls.fault(BEGIN.minusSeconds(1)));
    assertEquals(Optional.empty(), tls.fault(BEGIN));
    assertEquals(Optional.empty(), tls.fault(END));
    assertEquals(
        Optional.of("the certificate of CN=server expired at 2031-03-01T00:00:00Z"),
        tls.fault(END.plusSeconds(1)));
    assertEquals(END, tls.expiry());
  }

  @Test
  void expiry_isThatOfTheFirstOfTheChain_andChangesWithTheFiles() throws Exception {
    Authority authority = new Authority(folder, "authority");
    authority.sign("between", "CN=between", BEGIN, END.minusSeconds(60));
    authority.sign("server", "CN=server", BEGIN, END);
    Path chain = folder.resolve("server.pem");
    Files.writeString(
        chain, Files.readString(chain) + Files.readString(folder.resolve("between.pem")));
    ServerTls tls = tls();
    assertEquals(END.minusSeconds(60), tls.expiry());
    assertEquals(
        Optional.of("the certificate of CN=between expired at 2031-02-28T23:59:00Z"),
        tls.fault(END));
    authority.sign("server", "CN=server", BEGIN, END.plusSeconds(60));
    tls.reload();
    assertEquals(END.plusSeconds(60), tls.expiry());
  }
}
