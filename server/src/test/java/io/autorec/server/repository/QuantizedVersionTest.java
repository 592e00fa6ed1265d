package io.autorec.server.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.version.ModelLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizedVersionTest {
  @TempDir Path repository;

  private static ModelLoader loader(DeviceChoice device) {
    return new ModelLoader(options(device), 16);
  }

  private static SessionOptions options(DeviceChoice device) {
    return new SessionOptions(device, 1, RunThreads.always(1), 4, false);
  }

  @Test
  void load_saysWhy_whenCudaIsAskedForAndWeightsHave8Bits() throws Exception {
    TinyModel.writeQuantized(repository, "tiny", 1);

    DeviceUnavailableException e =
        assertThrows(
            DeviceUnavailableException.class,
            () -> ModelCatalog.load(repository, "", 1, loader(DeviceChoice.CUDA)));

    assertTrue(String.valueOf(e.getMessage()).contains("8-bit"), e.toString());
    try (ModelCatalog catalog = ModelCatalog.load(repository, "", 1, loader(DeviceChoice.CPU))) {
      assertEquals(1, catalog.find("tiny", 1).orElseThrow().version());
    }
  }

  @Test
  void load_onCpu_whenDeviceIsOpenAndWeightsHave8Bits() throws Exception {
    TinyModel.writeQuantized(repository, "tiny", 1);

    assertEquals(DeviceChoice.CPU, options(DeviceChoice.AUTO).forBytes().device());
    try (ModelCatalog catalog = ModelCatalog.load(repository, "", 1, loader(DeviceChoice.AUTO))) {
      assertEquals("cpu", catalog.all().iterator().next().deviceLabel());
    }
  }
}
