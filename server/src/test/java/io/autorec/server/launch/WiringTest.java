package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.answer.Serving;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {
  private static final List<String> WITHOUT_ADMIN =
      List.of(
          "autorec.v1.AutoRecService",
          "inference.GRPCInferenceService",
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  @Test
  void services_haveAdministration_onlyWhereATokenAllowsIt(@TempDir Path folder) throws Exception {
    assertEquals(WITHOUT_ADMIN, services(""));
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "admin operator 0123456789abcdef0123456789abcdef\n");
    List<String> all = services(tokens.toString());
    assertEquals(WITHOUT_ADMIN.size() + 1, all.size());
    assertEquals("autorec.v1.AdminService", all.get(1));
  }

  private static List<String> services(String tokens) throws Exception {
    try (Serving serving = new Serving();
        Security security = security(tokens)) {
      return Wiring.services(security, serving, new HealthStatusManager()).stream()
          .map(service -> service.bindService().getServiceDescriptor().getName())
          .toList();
    }
  }

  private static Security security(String tokens) throws StartException {
    return Security.of(
        ServerSettings.of(new MapPropertyResolver(Map.of("autorec.tokens", tokens))).security());
  }
}
