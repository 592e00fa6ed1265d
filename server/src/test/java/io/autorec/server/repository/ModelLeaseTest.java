package io.autorec.server.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import io.autorec.v1.ModelRef;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLeaseTest {
  private static final ModelLoader LOADER =
      new ModelLoader(new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 4, false), 16);

  private static final ModelRef TINY_1 =
      ModelRef.newBuilder().setName("tiny").setVersion(1).build();

  @TempDir Path repository;

  @Test
  void lease_keepsAVersionOpen_untilItEnds() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    try (ModelCatalog catalog = ModelCatalog.load(repository, "", 1, LOADER)) {
      ServedVersion.Lease first = catalog.lease(ModelRef.getDefaultInstance()).orElseThrow();
      ServedVersion.Lease second = catalog.lease(TINY_1).orElseThrow();
      TinyModel.write(repository, "tiny", 2, Orientation.USER);
      catalog.refresh();
      assertTrue(catalog.lease(TINY_1).isEmpty());
      assertEquals(2, catalog.lease(ModelRef.getDefaultInstance()).orElseThrow().model().version());
      first.close();
      first.close();
      assertTrue(answers(second.model()), "closed before the last lease ended");
      second.close();
      while (answers(first.model())) {
        Thread.onSpinWait();
      }
    }
  }

  /** Whether a model runs a job; one that is closed refuses. */
  private static boolean answers(LoadedModel model) throws Exception {
    HeldJob job = HeldJob.free();
    try {
      return model.rows().orElseThrow().submit(job).get();
    } catch (ExecutionException e) {
      return false;
    }
  }
}
