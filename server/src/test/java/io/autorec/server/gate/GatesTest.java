package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.access.Access;
import io.autorec.server.answer.Serving;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatesTest {
  @Test
  void inCallOrder_goesFromTheTransportToTheEndpoint() throws Exception {
    try (Serving serving = new Serving()) {
      Gates gates =
          new Gates(
              new Access(Optional.empty(), false),
              Optional.empty(),
              serving,
              new OverloadGate(Duration.ofMillis(100), 1, 1),
              1,
              1);
      assertEquals(
          List.of("Gate", "AccessGate", "ServingGate", "OverloadGate", "StrictMessages"),
          gates.inCallOrder().stream().map(gate -> gate.getClass().getSimpleName()).toList());
    }
  }
}
