package io.autorec.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real port with one page, and requests that are written by hand. */
@Timeout(60)
class HttpPortIT {
  private static final String CLOSE = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private HttpPort port;

  @BeforeEach
  void open() throws IOException {
    port = HttpPort.open(new InetSocketAddress(0), Optional.empty(), new OnePage());
  }

  @AfterEach
  void close() {
    port.close();
  }

  private static final class OnePage extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      return switch (Request.getPathInContext(request)) {
        case "/page" -> {
          HttpAnswers.text(response, callback, 200, "hello");
          yield true;
        }
        case "/fault" -> throw new IllegalStateException("a secret");
        default -> false;
      };
    }
  }

  /** Everything that the port answers until it closes the connection. */
  private String ask(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void connection_hasSeveralRequests() throws IOException {
    String answers =
        ask(
            "GET /page HTTP/1.1\r\nHost: x\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /page"
                + CLOSE);
    assertEquals(4, answers.split("HTTP/1.1 ", -1).length, answers);
    assertEquals(3, answers.split("hello\n", -1).length, answers);
  }

  @Test
  void request_isRefused_whenItIsNoneOrTooLarge() throws IOException {
    assertTrue(ask("nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(ask("GET /page HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(
        ask("POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n")
            .startsWith("HTTP/1.1 413 "));
    assertTrue(
        ask("GET /page HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(10_000) + "\r\n\r\n")
            .startsWith("HTTP/1.1 431 "));
  }

  @Test
  void refusals_showNoCauseAndNoSoftware() throws IOException {
    for (String request :
        new String[] {"GET /fault" + CLOSE, "GET /none" + CLOSE, "nonsense\r\n\r\n"}) {
      String answer = ask(request);
      assertFalse(answer.contains("secret"), answer);
      assertFalse(answer.contains("Jetty"), answer);
      assertFalse(answer.contains("Server:"), answer);
      assertTrue(answer.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"), answer);
    }
    assertTrue(ask("GET /fault" + CLOSE).endsWith("\r\n\r\nserver error\n"));
    assertTrue(ask("GET /none" + CLOSE).endsWith("\r\n\r\nnot found\n"));
  }
}
