package io.autorec.server.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private final List<Device> closed = new ArrayList<>();

  /** A session that is only a device. */
  private final class Opened implements AutoCloseable {
    private final Device device;

    Opened(Device device) {
      this.device = device;
    }

    @Override
    public void close() {
      closed.add(device);
    }
  }

  private Opened anywhere(Device device) {
    return new Opened(device);
  }

  private Opened onlyCpu(Device device) {
    if (device == Device.CUDA) {
      throw new UnsatisfiedLinkError("no libcudart\nhere");
    }
    return new Opened(device);
  }

  private Opened builtForCpu(Device device) throws DeviceUnavailableException {
    if (device == Device.CUDA) {
      throw new DeviceUnavailableException("built without");
    }
    return new Opened(device);
  }

  private Opened nowhere(Device device) {
    throw new IllegalStateException("broken on " + device);
  }

  @Test
  void open_cuda_whenAutoAndItWorks() throws Exception {
    assertEquals(Device.CUDA, DeviceChoice.AUTO.open(this::anywhere).device);
    assertTrue(closed.isEmpty());
  }

  @Test
  void open_cpu_whenAutoAndCudaFails() throws Exception {
    assertEquals(Device.CPU, DeviceChoice.AUTO.open(this::onlyCpu).device);
  }

  @Test
  void open_warnsOnce_whenAutoPassesOverCudaThatIsBuiltIn() throws Exception {
    List<String> warnings = new ArrayList<>();

    DeviceChoice.AUTO.open(this::onlyCpu, warnings::add);
    DeviceChoice.AUTO.open(this::builtForCpu, warnings::add);
    DeviceChoice.AUTO.open(this::anywhere, warnings::add);
    DeviceChoice.CPU.open(this::onlyCpu, warnings::add);

    assertEquals(List.of("device cuda: does not work here: no libcudart here"), warnings);
  }

  @Test
  void open_cpu_whenAskedForThoughCudaWorks() throws Exception {
    assertEquals(Device.CPU, DeviceChoice.CPU.open(this::anywhere).device);
  }

  @Test
  void open_saysWhy_whenCudaIsAskedForAndFails() {
    DeviceUnavailableException e =
        assertThrows(DeviceUnavailableException.class, () -> DeviceChoice.CUDA.open(this::onlyCpu));

    assertTrue(String.valueOf(e.getMessage()).contains("no libcudart here"), e.toString());
    assertEquals(List.of(Device.CPU), closed);
  }

  @Test
  void open_failsAsOnCpu_whenTheFileIsBad() {
    for (DeviceChoice choice : DeviceChoice.values()) {
      assertEquals(
          "broken on CPU",
          assertThrows(IllegalStateException.class, () -> choice.open(this::nowhere)).getMessage());
    }
  }
}
