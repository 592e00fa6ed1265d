package io.autorec.trainer.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.OutputActivation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperParametersTest {
  private static HyperParameters of(
      int units,
      OutputActivation output,
      Centering centering,
      double exponent,
      double rate,
      double decay,
      int networks,
      double share) {
    return new HyperParameters(
        units,
        HiddenActivation.SIGMOID,
        output,
        centering,
        true,
        FactorChoice.NONE,
        exponent,
        rate,
        decay,
        8,
        6,
        5,
        networks,
        share,
        0,
        List.of(),
        40,
        List.of(),
        false,
        Selection.NONE,
        11);
  }

  private static HyperParameters mixed() {
    return of(7, OutputActivation.IDENTITY, Centering.NONE, 0.5, 0.01, 20, 2, 0.25);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 0.01, 1, 1, 0, hidden units: 0 (expected: > 0)",
    "7, 1.5, 0.01, 1, 1, 0, input exponent: 1.5 (expected: 0 to 1)",
    "7, -0.5, 0.01, 1, 1, 0, input exponent: -0.5 (expected: 0 to 1)",
    "7, NaN, 0.01, 1, 1, 0, input exponent: NaN (expected: 0 to 1)",
    "7, 0.5, 0, 1, 1, 0, learning rate: 0.0 (expected: > 0)",
    "7, 0.5, Infinity, 1, 1, 0, learning rate: Infinity (expected: > 0)",
    "7, 0.5, 0.01, -1, 1, 0, weight decay: -1.0 (expected: >= 0)",
    "7, 0.5, 0.01, 1, 0, 0, networks: 0 (expected: > 0)",
    "7, 0.5, 0.01, 1, 1, 1, residual share: 1.0 (expected: 0 to below 1)",
    "7, 0.5, 0.01, 1, 1, -1, residual share: -1.0 (expected: 0 to below 1)",
  })
  void constructor_refusesANumber_outsideItsRange(
      int units,
      double exponent,
      double rate,
      double decay,
      int networks,
      double share,
      String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    of(
                        units,
                        OutputActivation.IDENTITY,
                        Centering.NONE,
                        exponent,
                        rate,
                        decay,
                        networks,
                        share))
            .getMessage());
  }

  @Test
  void constructor_refusesASigmoidOutput_withResidualsOrSeveralNetworks() {
    assertThrows(
        IllegalArgumentException.class,
        () -> of(7, OutputActivation.SIGMOID, Centering.BIAS, 0, 0.01, 1, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(7, OutputActivation.SIGMOID, Centering.NONE, 0, 0.01, 1, 2, 0));
    of(7, OutputActivation.SIGMOID, Centering.NONE, 0, 0.01, 1, 1, 0);
  }

  @Test
  void constructor_refusesAResidualShare_whereAllNetworksAreResidual() {
    assertThrows(
        IllegalArgumentException.class,
        () -> of(7, OutputActivation.IDENTITY, Centering.BIAS, 0, 0.01, 1, 1, 0.25));
  }

  @Test
  void allNetworks_areTwiceAsMany_withAResidualShare() {
    assertEquals(4, mixed().allNetworks());
    assertEquals(
        3, of(7, OutputActivation.IDENTITY, Centering.NONE, 0.5, 0.01, 20, 3, 0).allNetworks());
  }

  @Test
  void residual_isCentredByBias_andElseTheSame() {
    HyperParameters residual = mixed().residual();
    assertEquals(Centering.BIAS, residual.centering());
    assertEquals(40, residual.weightDecay());
    assertEquals(0, residual.residualShare());
    assertEquals(2, residual.networks());
    assertEquals(mixed().shape(), residual.shape());
    assertEquals(mixed().seed(), residual.seed());
  }

  @Test
  void biases_areASingleResidualNetwork() {
    HyperParameters biases = mixed().biases();
    assertEquals(mixed().hiddenUnits(), biases.hiddenUnits());
    assertEquals(1, biases.allNetworks());
    assertEquals(Centering.BIAS, biases.centering());
    assertEquals(mixed().weightDecay(), biases.weightDecay());
  }

  @Test
  void shape_isThatOfOneNetwork() {
    assertEquals(
        new NetworkShape(7, HiddenActivation.SIGMOID, OutputActivation.IDENTITY, true),
        mixed().shape());
  }
}
