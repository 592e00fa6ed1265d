package io.autorec.trainer.settings;

import io.autorec.trainer.input.InputException;
import java.util.Locale;

/** A setting is out of its range, whatever the data. */
public final class SettingException extends InputException {
  private static final long serialVersionUID = 1L;

  private final Setting setting;
  private final String value;
  private final String expected;

  /** The settings that have a range. */
  public enum Setting {
    EPOCHS,
    BATCH_SIZE,
    LEARNING_RATE,
    HIDDEN_UNITS,
    PATIENCE,
    NETWORKS,
    RESIDUAL_SHARE,
    BIAS_SHARE,
    WEIGHT_DECAY_PATH,
    RESIDUAL_WEIGHT_DECAY,
    INPUT_EXPONENT,
    WEIGHT_DECAY,
    OUTPUT_ACTIVATION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  SettingException(Setting setting, Object value, String expected) {
    super(setting + ": " + value + " (expected: " + expected + ")");
    this.setting = setting;
    this.value = value.toString();
    this.expected = expected;
  }

  /** The setting. */
  public Setting setting() {
    return setting;
  }

  /** Its value. */
  public String value() {
    return value;
  }

  /** The range, such as {@code > 0} or {@code 1 with output activation sigmoid}. */
  public String expected() {
    return expected;
  }
}
