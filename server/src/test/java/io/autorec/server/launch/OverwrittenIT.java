package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ModelInfo;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OverwrittenIT {
  private static final String SERIES = "autorec_overwritten_versions{model=\"tiny\"}";

  @TempDir Path repository;

  private static ModelInfo listed(AutoRecServiceBlockingStub stub) {
    return stub.listModels(ListModelsRequest.getDefaultInstance()).getModels(0);
  }

  @Test
  void overwrittenVersion_isShown_byListModelsAndMetrics() throws Exception {
    try (TinyServer server = TinyServer.measured(repository, Map.of("reload-seconds", 1))) {
      AutoRecServiceBlockingStub stub = server.stub();
      assertFalse(listed(stub).getOverwritten());
      assertEquals(0, Scrape.of(server.running()).get(SERIES));
      Path unused = TinyModel.write(repository, "tiny", 4, Orientation.ITEM);
      while (!listed(stub).getOverwritten()) {
        Thread.onSpinWait();
      }
      assertEquals(1, Scrape.of(server.running()).get(SERIES));
      assertEquals(4, listed(stub).getModel().getVersion());
    }
  }
}
