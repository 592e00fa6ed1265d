package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.launch.settings.StartException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HostIT {
  @TempDir Path repository;

  @BeforeEach
  void publish() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
  }

  private RunningServer start(String host) throws StartException {
    return RunningServer.start(
        Map.of(
            "autorec.port",
            0,
            "autorec.host",
            host,
            // As its variable has it, of which nobody was told.
            "grpc.server.host",
            "127.0.0.3",
            "autorec.models",
            repository.toString(),
            "autorec.device",
            "cpu"));
  }

  private static int health(RunningServer server, String... where) {
    CommandLine command = AutorecServer.command();
    String[] arguments = new String[where.length + 2];
    System.arraycopy(where, 0, arguments, 0, where.length);
    arguments[where.length] = "health";
    arguments[where.length + 1] = "--port=" + server.port();
    return command.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.2", "127.0.0.2,127.0.0.1", "::1,127.0.0.1", "[::1],127.0.0.1"})
  void port_isOpenOnThatAddressAlone(String host, String other) throws Exception {
    Assumptions.assumeTrue(canBind(host), "no such address here");
    try (RunningServer server = start(host)) {
      new Socket(InetAddress.getByName(host), server.port()).close();
      InetAddress wrong = InetAddress.getByName(other);
      assertThrows(ConnectException.class, () -> new Socket(wrong, server.port()).close());
      assertEquals(0, health(server, "--host", host));
      assertEquals(1, health(server, "--host", other));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void port_isOpenOnAllAddresses_andHealthAsksThisMachinesOwn(String host) throws Exception {
    try (RunningServer server = start(host)) {
      new Socket("127.0.0.2", server.port()).close();
      assertEquals(0, health(server, "--host", host));
      assertEquals(0, health(server));
    }
  }

  private static boolean canBind(String host) {
    try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return bound.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void start_fails_whenTheAddressIsNotThisMachinesOrIsNone() {
    // For documentation, which no machine has (RFC 5737).
    StartException away = assertThrows(StartException.class, () -> start("192.0.2.1").close());
    assertTrue(
        String.valueOf(away.getMessage()).startsWith("host: 192.0.2.1, port: 0 cannot be opened: "),
        "" + away);
    for (String host : new String[] {"no address", "::1%lo"}) {
      StartException none = assertThrows(StartException.class, () -> start(host).close());
      assertTrue(
          String.valueOf(none.getMessage()).startsWith("host: \"" + host + "\" is no address"),
          "" + none);
    }
  }

  /** Of an empty variable of a shell; it would open the port on all addresses. */
  @ParameterizedTest
  @ValueSource(strings = {"--host=", "--host= ", "--metrics-host="})
  void command_fails_whenAnAddressIsEmpty(String flag) {
    CommandLine command = AutorecServer.command();
    assertEquals(
        AutorecServer.USAGE, command.execute(flag, "--port=0", "--models", repository.toString()));
  }
}
